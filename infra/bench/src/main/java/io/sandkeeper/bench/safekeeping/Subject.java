package io.sandkeeper.bench.safekeeping;

import io.sandkeeper.bench.stage.Residents;
import io.sandkeeper.worker.session.Archive;
import io.sandkeeper.worker.session.Care;
import io.sandkeeper.worker.session.Cause;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Predecessor;
import io.sandkeeper.worker.session.Replacement;
import io.sandkeeper.worker.session.Sandbox;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.Seal;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.State;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** A session with a real sandbox, at the point where one operation or another is taken up. */
final class Subject {
    private static final Duration DAY = Duration.ofDays(1);

    private final Session like;
    private final Sandbox sandbox;

    /** Makes every operation a new one: what carries the mark of an old one is not met again. */
    private final AtomicLong generations = new AtomicLong();

    Subject(String id, SandboxId sandbox, Instant bornAt) {
        this.like = Residents.inUse(id, bornAt);
        this.sandbox = new Sandbox(sandbox, 1, "base", Optional.empty(), bornAt, 0);
    }

    /** It is in use, and its files are to be copied. */
    Session toArchive() {
        return with(Operation.Kind.ARCHIVE, running(), Care.NONE);
    }

    /** Somebody asked for a pause. */
    Session toPause() {
        return with(Operation.Kind.PAUSE, new State.Pausing(now(), sandbox, cause()), Care.NONE);
    }

    Session toResume() {
        return with(Operation.Kind.RESUME, new State.Resuming(now(), sandbox, cause()), Care.NONE);
    }

    /** It woke just now, and is compared with the copy that was made before. */
    Session toVerify(Archive before, Instant woken) {
        var seal = new Seal(before.id(), Optional.of(woken));
        return with(Operation.Kind.VERIFY, running(), care(before, Optional.of(seal)));
    }

    /** It was lost, and there is a copy. */
    Session toReplaceLost(Archive copy) {
        return with(
                Operation.Kind.CREATE,
                recreating(Replacement.Why.LOST, Optional.empty()),
                care(copy, Optional.empty()));
    }

    /** Its owner wants another one, and the old one still answers. */
    Session toReplaceLive(Archive copy) {
        var old = new Predecessor(sandbox, Optional.of(now().plus(DAY)));
        return with(
                Operation.Kind.CREATE,
                recreating(Replacement.Why.REQUEST, Optional.of(old)),
                care(copy, Optional.empty()));
    }

    private static State recreating(Replacement.Why why, Optional<Predecessor> old) {
        return new State.Recreating(now(), cause(), why, old, Optional.empty(), 0);
    }

    private State running() {
        return new State.Running(now(), sandbox, now().plus(DAY), Optional.empty());
    }

    private static Care care(Archive newest, Optional<Seal> seal) {
        return new Care(
                Optional.empty(),
                Optional.of(newest),
                seal,
                Optional.empty(),
                Instant.EPOCH,
                false,
                Care.NONE.recreations());
    }

    private static Cause cause() {
        return new Cause(
                Cause.Kind.REQUEST, "bench", "measured", Optional.empty(), Optional.empty());
    }

    private static Instant now() {
        return Instant.now();
    }

    private Session with(Operation.Kind kind, State state, Care care) {
        var generation = 2 + generations.getAndIncrement();
        var lease = new Operation.Lease("bench-" + like.id() + "-" + generation, now());
        var operation =
                new Operation(kind, generation, 1, 1, 0, false, 0, now(), Optional.of(lease));
        return new Session(
                like.id(),
                like.owner(),
                like.profile(),
                like.desired(),
                state,
                generation,
                List.of(),
                Optional.of(operation),
                like.use(),
                like.ledger(),
                like.tally(),
                care,
                like.createdAt(),
                like.updatedAt(),
                0);
    }
}
