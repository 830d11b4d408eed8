package io.sandkeeper.worker.session;

import java.time.Duration;

/** The usual policy, but for one number. */
public final class Policies {
    private Policies() {}

    public static Policy living(Lifespan lifespan) {
        return with(lifespan, Policy.DEFAULT.pricePerHour());
    }

    static Policy priced(long perHour) {
        return with(Policy.DEFAULT.lifespan(), perHour);
    }

    /** One that also copies files while a session is used. */
    public static Policy copying(Duration every) {
        var usual = CareRules.DEFAULT;
        var care =
                new CareRules(
                        true, every, usual.inUse(), usual.coolDown(), usual.mostRecreations());
        return with(Policy.DEFAULT.lifespan(), care, Policy.DEFAULT.pricePerHour());
    }

    private static Policy with(Lifespan lifespan, long perHour) {
        return with(lifespan, CareRules.DEFAULT, perHour);
    }

    private static Policy with(Lifespan lifespan, CareRules care, long perHour) {
        var usual = Policy.DEFAULT;
        return new Policy(
                usual.attempts(),
                usual.firstRetry(),
                usual.longestRetry(),
                usual.slotWait(),
                usual.lookWait(),
                usual.callTime(),
                usual.conflictWait(),
                usual.operationTime(),
                usual.longestKillWait(),
                usual.longestQueue(),
                usual.pauseWarning(),
                lifespan,
                care,
                perHour);
    }
}
