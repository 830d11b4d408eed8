package io.sandkeeper.events;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/** News about the fleet and its providers, not about one session. */
public sealed interface PlatformNotice extends Event {
    /** What it is about: a lane, or a name. */
    String name();

    @Override
    default String subject() {
        return name();
    }

    record BreakerChanged(
            Lane lane, Breaker state, Instant since, String reason, @Nullable Instant probeAt)
            implements PlatformNotice {
        @Override
        public String name() {
            return lane.name();
        }
    }

    /**
     * How a queue moves.
     *
     * @param head the ticket that is next; the position of a ticket is ticket - head + 1
     */
    record QueueReported(
            Lane lane, long head, int waiting, BigDecimal perMinute, @Nullable Duration oldest)
            implements PlatformNotice {
        @Override
        public String name() {
            return lane.name();
        }
    }

    /** A budget is nearly used up; from here on requests are slowed down. */
    record BudgetWarned(Lane lane, Instant windowStart, Duration window, long used, long limit)
            implements PlatformNotice {
        @Override
        public String name() {
            return lane.name();
        }
    }

    record PoolReported(
            Framework template, @Nullable Region region, int ready, int starting, int target)
            implements PlatformNotice {
        @Override
        public String name() {
            return template.value();
        }
    }

    record RegionChanged(
            Region region,
            RegionState state,
            Instant since,
            String reason,
            @Nullable Region useInstead)
            implements PlatformNotice {
        @Override
        public String name() {
            return region.value();
        }
    }

    /** Alarm: the provider refuses our key. Its lanes wait until somebody mends that. */
    record KeyRefused(Lane lane, int httpStatus, Instant since, Advice advice)
            implements PlatformNotice {
        @Override
        public String name() {
            return lane.name();
        }
    }

    /** Alarm: a sandbox that must be gone is not confirmed to be gone. It may still cost money. */
    record KillUnconfirmed(
            Lane lane, @Nullable SessionId sessionId, @Nullable SandboxId sandboxId, Instant since)
            implements PlatformNotice {
        @Override
        public String name() {
            return lane.name();
        }
    }

    /** A sandbox of this fleet that belonged to no session was killed. */
    record StrayKilled(Lane lane, SandboxId sandboxId, Instant firstSeenAt)
            implements PlatformNotice {
        @Override
        public String name() {
            return lane.name();
        }
    }

    enum Breaker {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    enum RegionState {
        UP,
        DEGRADED,
        DOWN
    }
}
