package io.sandkeeper.worker.session;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** All of a session's timers. One due time in the store stands for them: the earliest. */
final class Timers {
    private Timers() {}

    static Optional<Instant> earliest(Session session, Policy policy) {
        return Stream.of(operation(session, policy), condemned(session), pause(session))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    /** When it is to be taken up; when it is under way, when it counts as abandoned. */
    static Optional<Instant> operation(Session session, Policy policy) {
        return session.operation()
                .map(
                        operation ->
                                operation
                                        .lease()
                                        .map(lease -> lease.since().plus(policy.operationTime()))
                                        .orElse(operation.dueAt()));
    }

    static Optional<Instant> condemned(Session session) {
        return session.condemned().stream().map(Condemned::dueAt).min(Comparator.naturalOrder());
    }

    /** When a running session that nobody uses is paused. */
    static Optional<Instant> pause(Session session) {
        var timeout = session.profile().autoPause();
        return session.state() instanceof State.Running(var since, _) && !timeout.isZero()
                ? Optional.of(later(session.use().idleAfter(timeout), since.plus(timeout)))
                : Optional.empty();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
