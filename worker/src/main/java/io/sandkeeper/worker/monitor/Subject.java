package io.sandkeeper.worker.monitor;

import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.store.Census;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is checked: one generation's sandbox.
 *
 * @param awake it should run; of another one only the control plane is asked, so that nothing wakes
 *     it
 * @param port where its preview is to answer
 * @param every how often it wants to be checked
 */
record Subject(
        SessionId session,
        Optional<String> region,
        SandboxId sandbox,
        long generation,
        boolean awake,
        Optional<Integer> port,
        Optional<Duration> every,
        Instant lastUse) {
    static Subject of(Census.Running one) {
        return new Subject(
                one.session(),
                one.region(),
                one.sandbox(),
                one.generation(),
                true,
                one.port(),
                one.healthEvery(),
                one.lastActivity());
    }

    /** None when it has no sandbox now. */
    static Optional<Subject> of(Session session) {
        var profile = session.profile();
        return session.state()
                .current()
                .map(
                        sandbox ->
                                new Subject(
                                        session.id(),
                                        profile.region(),
                                        sandbox.id(),
                                        session.generation(),
                                        session.state() instanceof State.Running,
                                        profile.previewPort(),
                                        profile.healthEvery(),
                                        session.use().lastActivity()));
    }

    /** The same, of which only the control plane is asked. */
    Subject asleep() {
        return new Subject(session, region, sandbox, generation, false, port, every, lastUse);
    }

    boolean isNewerThan(Subject other) {
        return generation > other.generation;
    }

    boolean isSameSandbox(Subject other) {
        return generation == other.generation && sandbox.equals(other.sandbox);
    }
}
