package io.sandkeeper.worker.session;

import java.time.Instant;
import java.util.Optional;

/** Where a session is in its life. Each state carries exactly the facts that are true in it. */
public sealed interface State {
    Instant since();

    default Name name() {
        return Name.of(this);
    }

    /**
     * Waits for a worker, a slot or a provider.
     *
     * @param since when it began to wait for its sandbox; a try in between does not set it back
     * @param ticket its place, when others wait as well
     */
    record Queued(Instant since, Waiting reason, Optional<Ticket> ticket) implements State {
        static Queued first(Instant now) {
            return new Queued(now, Waiting.TURN, Optional.empty());
        }

        Queued because(Waiting other) {
            return new Queued(since, other, ticket);
        }

        Queued with(Waiting other, Optional<Ticket> newer) {
            return new Queued(since, other, ticket.isPresent() ? ticket : newer);
        }
    }

    /**
     * @param queue where it came from, and goes back to when it is told to wait: it keeps its place
     */
    record Creating(Instant since, Queued queue) implements State {}

    /**
     * @param since when it began to run without a break
     * @param providerEnd when the provider would end or pause it by itself, at the earliest
     * @param warnedOf the time of the pause that its owner was warned of last
     */
    record Running(Instant since, Sandbox sandbox, Instant providerEnd, Optional<Instant> warnedOf)
            implements State {
        Running warned(Instant pausesAt) {
            return new Running(since, sandbox, providerEnd, Optional.of(pausesAt));
        }

        Running extended(Instant end) {
            return end.isAfter(providerEnd) ? new Running(since, sandbox, end, warnedOf) : this;
        }

        Running with(Sandbox changed) {
            return new Running(since, changed, providerEnd, warnedOf);
        }
    }

    /**
     * @param since when it was decided: use that is newer wakes it
     */
    record Pausing(Instant since, Sandbox sandbox, Cause cause) implements State {}

    record Paused(Instant since, Sandbox sandbox, Cause cause, Instant decidedAt) implements State {
        Paused with(Sandbox changed) {
            return new Paused(since, changed, cause, decidedAt);
        }
    }

    record Resuming(Instant since, Sandbox sandbox, Cause cause) implements State {
        Resuming with(Sandbox changed) {
            return new Resuming(since, changed, cause);
        }
    }

    /**
     * @param reason why the last sandbox was lost or is to be replaced
     * @param predecessor the sandbox that is still there, and stays until the next one is ready
     * @param replaced the last sandbox, whether it is still there or not
     * @param percent how far it was said to be
     */
    record Recreating(
            Instant since,
            Cause reason,
            Replacement.Why why,
            Optional<Predecessor> predecessor,
            Optional<Replacement.Place> replaced,
            int percent)
            implements State {
        Recreating at(int further) {
            return new Recreating(since, reason, why, predecessor, replaced, further);
        }
    }

    /**
     * The provider no longer has it, and nobody asked for that.
     *
     * @param last the sandbox that was lost
     */
    record Lost(Instant since, Cause cause, Optional<Replacement.Place> last) implements State {}

    record Killing(Instant since, Cause cause) implements State {}

    record Killed(Instant since, Cause cause) implements State {}

    record Expired(Instant since, Cause cause) implements State {}

    /**
     * @param nextStep what a person can do about it
     */
    record Failed(Instant since, Cause cause, String nextStep) implements State {}

    default Optional<Sandbox> current() {
        return switch (this) {
            case Running running -> Optional.of(running.sandbox());
            case Pausing pausing -> Optional.of(pausing.sandbox());
            case Paused paused -> Optional.of(paused.sandbox());
            case Resuming resuming -> Optional.of(resuming.sandbox());
            case Recreating recreating -> recreating.predecessor().map(Predecessor::sandbox);
            case Queued _, Creating _, Lost _ -> Optional.empty();
            case Killing _, Killed _, Expired _, Failed _ -> Optional.empty();
        };
    }

    /** The state without its facts: what is stored, shown and counted. */
    enum Name {
        QUEUED,
        CREATING,
        RUNNING,
        PAUSING,
        PAUSED,
        RESUMING,
        RECREATING,
        LOST,
        KILLING,
        KILLED,
        EXPIRED,
        FAILED;

        static Name of(State state) {
            return switch (state) {
                case Queued _ -> QUEUED;
                case Creating _ -> CREATING;
                case Running _ -> RUNNING;
                case Pausing _ -> PAUSING;
                case Paused _ -> PAUSED;
                case Resuming _ -> RESUMING;
                case Recreating _ -> RECREATING;
                case Lost _ -> LOST;
                case Killing _ -> KILLING;
                case Killed _ -> KILLED;
                case Expired _ -> EXPIRED;
                case Failed _ -> FAILED;
            };
        }

        public boolean ended() {
            return this == KILLED || this == EXPIRED;
        }
    }
}
