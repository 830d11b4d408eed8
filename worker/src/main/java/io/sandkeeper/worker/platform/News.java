package io.sandkeeper.worker.platform;

import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.SessionId;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What there is to tell about a lane. */
public sealed interface News {
    LaneId lane();

    /**
     * A circuit breaker opened, closed, or lets a probe through.
     *
     * @param reason for a person
     */
    record BreakerChanged(
            LaneId lane, Breaker state, Instant since, String reason, Optional<Instant> probeAt)
            implements News {}

    /**
     * How a queue moves.
     *
     * @param head the ticket that is next; the position of a ticket is ticket - head + 1
     * @param perMinute how many go through a minute
     * @param oldest how long the first one has waited
     */
    record QueueReported(
            LaneId lane, long head, int waiting, BigDecimal perMinute, Optional<Duration> oldest)
            implements News {}

    /** A budget is nearly used up; from here on requests are slowed down. */
    record BudgetWarned(LaneId lane, Instant windowStart, Duration window, long used, long limit)
            implements News {}

    /**
     * Alarm: the provider refuses our key. Its lanes wait until somebody mends that.
     *
     * @param message what was seen, for a person
     * @param nextStep what the person can do about it
     */
    record KeyRefused(LaneId lane, int httpStatus, Instant since, String message, String nextStep)
            implements News {}

    /** Alarm: a sandbox that must be gone is not confirmed to be gone. It may still cost money. */
    record KillUnconfirmed(
            LaneId lane, Optional<SessionId> session, Optional<SandboxId> sandbox, Instant since)
            implements News {}

    /** A sandbox of this fleet that belonged to no session was killed. */
    record StrayKilled(LaneId lane, SandboxId sandbox, Instant firstSeenAt) implements News {}

    /**
     * Most sandboxes of a region stopped answering at once, or answer again.
     *
     * @param reason for a person
     */
    record RegionChanged(LaneId lane, Condition condition, Instant since, String reason)
            implements News {}

    enum Condition {
        UP,
        DOWN
    }

    enum Breaker {
        CLOSED,
        OPEN,
        HALF_OPEN
    }
}
