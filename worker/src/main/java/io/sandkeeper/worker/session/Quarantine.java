package io.sandkeeper.worker.session;

import java.time.Duration;
import java.time.Instant;

/**
 * An operation whose workers are lost one after the other is not handed to the next for ever: it
 * may be what they die of.
 */
final class Quarantine {
    /** So many workers may be lost before the next one is spared. */
    static final int MOST_TAKE_OVERS = 3;

    /** So long one waits that cannot be given up, unless somebody asks for a retry. */
    static final Duration LONG_WAIT = Duration.ofHours(1);

    private static final String NEXT_STEP =
            "look in the workers' logs for what they died of; then send retry-requested to try again, or kill-requested to end it";

    private Quarantine() {}

    /**
     * What became of the lost worker's call is not known. It is looked for by whoever goes on, or
     * it is given up.
     */
    static Decision takeOver(Session session, Policy policy, Instant now) {
        return session.operation()
                .filter(operation -> operation.takeOvers() >= MOST_TAKE_OVERS)
                .map(operation -> spare(session, operation, policy, now))
                .orElseGet(() -> later(session, now, now));
    }

    private static Decision spare(
            Session session, Operation operation, Policy policy, Instant now) {
        return switch (operation.kind()) {
            case CREATE -> giveUp(session, policy, now);
            // There are a user's files in it: failing it would lose them, or leave it running.
            case PAUSE -> told(session, now).done();
            // Whatever else it needs while it runs must not wait for these.
            case ARCHIVE -> Keeping.notArchived(session, new Failure.Unknown(lost()), now);
            case VERIFY -> Keeping.notVerified(session, new Failure.Unknown(lost()), now);
            case EXTEND -> later(session, now.plus(LONG_WAIT), now);
            case RESUME ->
                    session.state() instanceof State.Resuming resuming
                            ? Trying.giveUpWaking(session, resuming, cause(), now)
                            : later(session, now.plus(LONG_WAIT), now);
        };
    }

    private static Change told(Session session, Instant now) {
        return new Change(session, now)
                .operation(operation -> operation.takenOver(now.plus(LONG_WAIT)))
                .tell(cause(), new Notice.Failed(Notice.Task.PAUSE, NEXT_STEP));
    }

    private static Cause cause() {
        return Cause.own(Cause.Kind.OPERATION, lost());
    }

    private static String lost() {
        return "%d workers were lost while they worked at it".formatted(MOST_TAKE_OVERS + 1);
    }

    private static Decision later(Session session, Instant due, Instant now) {
        return new Change(session, now).operation(operation -> operation.takenOver(due)).done();
    }

    private static Decision giveUp(Session session, Policy policy, Instant now) {
        var change =
                new Change(session, now)
                        .condemn(
                                Condemned.sought(
                                        session.incarnation(),
                                        now,
                                        Ending.soughtFrom(session, policy, now)));
        return Starting.giveUp(change, session, false, cause(), NEXT_STEP, now);
    }
}
