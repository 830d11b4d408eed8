package io.sandkeeper.worker.session;

/** The usual policy, but for one number. */
public final class Policies {
    private Policies() {}

    public static Policy living(Lifespan lifespan) {
        return with(lifespan, Policy.DEFAULT.pricePerHour());
    }

    static Policy priced(long perHour) {
        return with(Policy.DEFAULT.lifespan(), perHour);
    }

    private static Policy with(Lifespan lifespan, long perHour) {
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
                perHour);
    }
}
