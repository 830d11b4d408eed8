package io.sandkeeper.worker.session;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One logical sandbox, as decisions see it.
 *
 * @param generation counts its incarnations; a result of an older one changes nothing
 * @param condemned sandboxes that must go, whatever else happens
 * @param tally what it has used up
 * @param care what is done so that no work is lost
 * @param version grows with each write, and each write names the version that it read
 */
public record Session(
        SessionId id,
        Owner owner,
        Profile profile,
        Desired desired,
        State state,
        long generation,
        List<Condemned> condemned,
        Optional<Operation> operation,
        Use use,
        Ledger ledger,
        Tally tally,
        Care care,
        Instant createdAt,
        Instant updatedAt,
        long version) {
    /** Nobody knows who owned a session that was killed before it was requested. */
    private static final Owner NOBODY = new Owner("unknown", "unknown", Optional.empty());

    private static final Profile NOTHING =
            new Profile(
                    "none",
                    Optional.empty(),
                    0,
                    Profile.DEFAULT_AUTO_PAUSE,
                    Wake.MANUAL,
                    Optional.empty(),
                    new SpecId("none"));

    public Session {
        condemned = List.copyOf(condemned);
    }

    static Session requested(SessionId id, Signal.Requested request, Instant now) {
        return new Session(
                id,
                request.owner(),
                request.profile(),
                Desired.RUNNING,
                State.Queued.first(now),
                1,
                List.of(),
                Optional.of(Operation.first(Operation.Kind.CREATE, 1, now)),
                new Use(now, Instant.EPOCH),
                Ledger.EMPTY,
                Tally.NOTHING,
                Care.NONE,
                now,
                now,
                0);
    }

    /**
     * What is left of a session that was killed before it was requested: it refuses the request
     * that comes late.
     */
    static Session tombstone(SessionId id, Cause cause, Instant now) {
        return new Session(
                id,
                NOBODY,
                NOTHING,
                Desired.GONE,
                new State.Killed(now, cause),
                0,
                List.of(),
                Optional.empty(),
                new Use(now, Instant.EPOCH),
                Ledger.EMPTY,
                Tally.NOTHING,
                Care.NONE,
                now,
                now,
                0);
    }

    /** As it is in the store after the write that gave it this version. */
    public Session stored(long as) {
        return with(tally, as);
    }

    /** Most decisions use nothing up, and then nothing is copied. */
    Session tallied(Tally newer) {
        return newer.equals(tally) ? this : with(newer, version);
    }

    private Session with(Tally newTally, long newVersion) {
        return new Session(
                id,
                owner,
                profile,
                desired,
                state,
                generation,
                condemned,
                operation,
                use,
                ledger,
                newTally,
                care,
                createdAt,
                updatedAt,
                newVersion);
    }

    /**
     * When it is paused, if nobody uses it until then; none when it does not run, or never pauses.
     */
    public Optional<Instant> pausesAt() {
        return state instanceof State.Running running
                ? Timers.pause(this, running)
                : Optional.empty();
    }

    /** True when its operation was never taken up: nothing of it can have been done. */
    public boolean isUntouched() {
        return operation.filter(one -> one.turn() == 0).isPresent();
    }

    /** What did not work, while the session rests after that and somebody can do something. */
    public Optional<Setback> setback() {
        return Setback.of(state);
    }

    public Incarnation incarnation() {
        return new Incarnation(id, generation);
    }

    public boolean isNew() {
        return version == 0;
    }
}
