package io.sandkeeper.worker.intake.kafka;

import io.sandkeeper.worker.monitor.Concern;
import io.sandkeeper.worker.session.Origin;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.SessionId;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Remembers what was said to it. */
final class FakeConcern implements Concern {
    private final LinkedBlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Doubted> doubted = new LinkedBlockingQueue<>();
    private final Set<SessionId> used = Collections.synchronizedSet(new HashSet<>());
    private volatile boolean full;

    record Asked(SessionId session, Origin origin) {}

    record Doubted(SessionId session, Optional<Long> generation, Optional<SandboxId> sandbox) {}

    void full(boolean now) {
        full = now;
    }

    @Override
    public boolean ask(SessionId session, Origin origin) {
        return !full && asked.add(new Asked(session, origin));
    }

    @Override
    public void doubt(SessionId session, Optional<Long> generation, Optional<SandboxId> sandbox) {
        doubted.add(new Doubted(session, generation, sandbox));
    }

    @Override
    public void used(Collection<SessionId> sessions) {
        used.addAll(sessions);
    }

    Asked nextAsked() throws InterruptedException {
        var next = asked.poll(30, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nobody asked");
        }
        return next;
    }

    List<Doubted> doubted() {
        return List.copyOf(doubted);
    }

    Set<SessionId> used() {
        synchronized (used) {
            return Set.copyOf(used);
        }
    }
}
