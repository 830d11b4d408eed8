package io.sandkeeper.worker.admission;

import java.time.Duration;
import java.time.Instant;

/**
 * A token bucket: what was not used in a fifth of a second is lost, so that no second sees much
 * more than its rate.
 *
 * @param amount how many may begin now; below zero when some were promised for later
 */
public record Tokens(double amount, Instant at) {
    static final Tokens FULL = new Tokens(1, Instant.EPOCH);

    static Tokens one(Instant now) {
        return new Tokens(1, now);
    }

    static double most(double perSecond) {
        return Math.max(1, perSecond / 5);
    }

    /** What there is by now. A clock that went back gives nothing. */
    Tokens filled(double perSecond, Instant now) {
        var seconds = Duration.between(at, now).toMillis() / 1000.0;
        return seconds <= 0
                ? this
                : new Tokens(Math.min(most(perSecond), amount + perSecond * seconds), now);
    }

    int whole() {
        return (int) Math.max(0, Math.floor(amount + 1e-9));
    }

    /**
     * @param count how many may begin
     * @param left what there is then
     */
    record Drawn(int count, Tokens left) {}

    /**
     * So many, or as many of them as there are tokens.
     *
     * @param perSecond {@link Double#MAX_VALUE} when none are needed
     */
    Drawn draw(int wanted, double perSecond, Instant now) {
        if (perSecond == Double.MAX_VALUE) {
            return new Drawn(wanted, this);
        }
        var filled = filled(perSecond, now);
        var count = perSecond > 0 ? Math.min(wanted, filled.whole()) : 0;
        return new Drawn(count, count > 0 ? filled.less(count) : this);
    }

    Tokens less(int taken) {
        return new Tokens(amount - taken, at);
    }

    /** How long until the bucket has a whole token again, and one more was promised. */
    Duration untilOneMore(double perSecond) {
        return amount >= 1
                ? Duration.ZERO
                : Duration.ofMillis((long) Math.ceil((1 - amount) / perSecond * 1000));
    }
}
