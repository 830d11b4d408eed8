package io.sandkeeper.worker.session;

import java.time.Duration;
import java.time.Instant;

/**
 * One that fell asleep without a copy of its files is woken shortly before its life ends, falls
 * asleep again at once, and on the way its files are copied. Nobody asked for that: whoever uses it
 * meanwhile keeps it awake, and when it does not work its life ends all the same.
 */
final class LastCopy {
    static final Cause CAUSE =
            Cause.own(Cause.Kind.EXPIRY, "its files are copied before its life ends");

    static final String FAILED =
            "its life ends soon, and its newest files are in it alone: send resume-requested to get at them";

    /** Use that was on its way when it was woken was meant for one that slept. */
    private static final Duration ON_ITS_WAY = Duration.ofMinutes(1);

    private LastCopy() {}

    /** True while it is woken for its copy, and nobody wants more of it. */
    static boolean isAllThatIsWanted(Session session) {
        return session.state() instanceof State.Resuming resuming
                && resuming.cause().equals(CAUSE)
                && session.desired() == Desired.PAUSED;
    }

    /** From when on use counts as meant for one that sleeps. */
    static Instant usedFrom(Cause cause, Instant since) {
        return cause.equals(CAUSE) ? since.minus(ON_ITS_WAY) : since;
    }
}
