package io.sandkeeper.bench.resilience;

import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.State;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What became of the requests.
 *
 * @param failed whose users were told that it failed
 * @param unready that were neither ready nor failed when the time was over
 * @param waits how long it took until each was ready
 * @param strays sandboxes that no session has
 */
record Outcome(int requests, int failed, int unready, List<Duration> waits, int strays) {
    static Outcome of(int requests, Collection<Session> sessions, Set<SandboxId> atProvider) {
        var waits = new ArrayList<Duration>();
        var ours = new HashSet<SandboxId>();
        int failed = 0;
        for (var session : sessions) {
            session.state().current().ifPresent(sandbox -> ours.add(sandbox.id()));
            if (session.state() instanceof State.Running running) {
                waits.add(Duration.between(session.createdAt(), running.since()));
            } else if (session.state() instanceof State.Failed) {
                failed++;
            }
        }
        int strays = (int) atProvider.stream().filter(id -> !ours.contains(id)).count();
        return new Outcome(requests, failed, requests - failed - waits.size(), waits, strays);
    }

    /** What a user calls a failure. */
    int failures() {
        return failed + unready;
    }

    /** By how many percent the other's failures are fewer; the other is the better one. */
    double reduction(Outcome better) {
        if (failures() == 0) {
            throw new IllegalStateException("without resilience nothing failed: nothing is shown");
        }
        return 100.0 * (failures() - better.failures()) / failures();
    }

    /** True when nothing more is going to happen to it by itself. */
    static boolean isSettled(Session session) {
        boolean ready = session.state() instanceof State.Running;
        return (ready || session.state() instanceof State.Failed)
                && session.operation().isEmpty()
                && session.condemned().isEmpty();
    }
}
