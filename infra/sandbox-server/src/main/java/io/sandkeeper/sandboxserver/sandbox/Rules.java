package io.sandkeeper.sandboxserver.sandbox;

import static io.sandkeeper.sandboxserver.sandbox.Refusal.ALREADY_PAUSED;
import static io.sandkeeper.sandboxserver.sandbox.Refusal.ALREADY_RUNNING;
import static io.sandkeeper.sandboxserver.sandbox.Refusal.BEING_KILLED;
import static io.sandkeeper.sandboxserver.sandbox.Refusal.IN_TRANSITION;
import static io.sandkeeper.sandboxserver.sandbox.Refusal.LIFETIME_OVER;
import static io.sandkeeper.sandboxserver.sandbox.Refusal.NOT_RUNNING;
import static io.sandkeeper.sandboxserver.sandbox.Refusal.RESUME_DENIED;
import static io.sandkeeper.sandboxserver.sandbox.Refusal.TIMEOUT_TOO_LONG;
import static io.sandkeeper.sandboxserver.sandbox.Refusal.UNKNOWN;

import io.sandkeeper.sandboxserver.sandbox.Decision.Become;
import io.sandkeeper.sandboxserver.sandbox.Decision.Begin;
import io.sandkeeper.sandboxserver.sandbox.Decision.Join;
import io.sandkeeper.sandboxserver.sandbox.Decision.Refuse;
import io.sandkeeper.sandboxserver.sandbox.Decision.Stay;
import io.sandkeeper.sandboxserver.sandbox.Decision.Wait;
import io.sandkeeper.sandboxserver.sandbox.Deed.Boot;
import io.sandkeeper.sandboxserver.sandbox.Deed.CopyFiles;
import io.sandkeeper.sandboxserver.sandbox.Deed.End;
import io.sandkeeper.sandboxserver.sandbox.Deed.Suspend;
import io.sandkeeper.sandboxserver.sandbox.Deed.Thaw;
import io.sandkeeper.sandboxserver.sandbox.Operation.Caller;
import io.sandkeeper.sandboxserver.sandbox.Operation.Connect;
import io.sandkeeper.sandboxserver.sandbox.Operation.Fork;
import io.sandkeeper.sandboxserver.sandbox.Operation.Kill;
import io.sandkeeper.sandboxserver.sandbox.Operation.Pause;
import io.sandkeeper.sandboxserver.sandbox.Operation.Reconfigure;
import io.sandkeeper.sandboxserver.sandbox.Operation.Refresh;
import io.sandkeeper.sandboxserver.sandbox.Operation.Resume;
import io.sandkeeper.sandboxserver.sandbox.Operation.SetTimeout;
import io.sandkeeper.sandboxserver.sandbox.Operation.Snapshot;
import io.sandkeeper.sandboxserver.sandbox.Operation.TimeUp;
import io.sandkeeper.sandboxserver.sandbox.Operation.Traffic;
import io.sandkeeper.sandboxserver.sandbox.State.Copying;
import io.sandkeeper.sandboxserver.sandbox.State.Gone;
import io.sandkeeper.sandboxserver.sandbox.State.Killing;
import io.sandkeeper.sandboxserver.sandbox.State.Paused;
import io.sandkeeper.sandboxserver.sandbox.State.Pausing;
import io.sandkeeper.sandboxserver.sandbox.State.Resuming;
import io.sandkeeper.sandboxserver.sandbox.State.Running;

import java.time.Duration;
import java.time.Instant;

/**
 * The whole state machine of a sandbox: what follows from each operation in each state.
 *
 * @param maxLifetime how long a sandbox may run from one start to its end
 */
record Rules(Duration maxLifetime) {
    /**
     * A sandbox that wakes by itself runs at least so long, or it would do little else than wake.
     */
    private static final Duration SHORTEST_WAKE = Duration.ofMinutes(1);

    private static final Duration SHORTEST_REFRESH = Duration.ofSeconds(15);

    Decision decide(State state, Wishes wishes, Operation operation, Instant now) {
        return switch (state) {
            case Running running -> whileRunning(running, wishes, operation, now);
            case Pausing _ -> whilePausing(operation);
            case Paused paused -> whilePaused(paused, wishes, operation, now);
            case Resuming _ -> whileResuming(operation);
            case Copying _ -> whileCopying(operation);
            case Killing _ -> whileKilling(operation);
            case Gone _ -> operation instanceof TimeUp ? new Stay() : new Refuse(UNKNOWN);
        };
    }

    private Decision whileRunning(
            Running running, Wishes wishes, Operation operation, Instant now) {
        return switch (operation) {
            case Pause(Keep keep) -> pause(running, keep, now);
            case Connect(Duration timeout, _) -> extend(running, timeout, now);
            case Resume _ -> new Refuse(ALREADY_RUNNING);
            case SetTimeout(Duration timeout) -> setTimeout(running, timeout, now);
            case Refresh(Duration timeout) ->
                    extend(running, longer(timeout, SHORTEST_REFRESH), now);
            case Kill(KillReason reason) -> kill(running.startedAt(), reason);
            case Fork(var target) -> copy(running, new CopyFiles(target));
            case Snapshot(var target) -> copy(running, new CopyFiles(target));
            case Reconfigure _, Traffic _ -> new Stay();
            case TimeUp _ when now.isBefore(running.endAt()) -> new Stay();
            case TimeUp _ ->
                    wishes.pauseAtTimeout()
                            .map(keep -> pause(running, keep, now))
                            .orElseGet(() -> kill(running.startedAt(), KillReason.TIMEOUT));
        };
    }

    private static Decision whilePausing(Operation operation) {
        return switch (operation) {
            case Pause _ -> new Join();
            case Connect _, Resume _, Kill _ -> new Wait();
            case SetTimeout _, Refresh _, Reconfigure _, Fork _, Snapshot _, Traffic _ ->
                    new Refuse(IN_TRANSITION);
            case TimeUp _ -> new Stay();
        };
    }

    private Decision whilePaused(Paused paused, Wishes wishes, Operation operation, Instant now) {
        return switch (operation) {
            case Pause _ -> new Refuse(ALREADY_PAUSED);
            case Connect(Duration timeout, Keep keep) -> resume(paused, keep, timeout, now);
            case Resume(Duration timeout, Keep keep) -> resume(paused, keep, timeout, now);
            case SetTimeout _, Refresh _, Reconfigure _, Snapshot _ -> new Refuse(UNKNOWN);
            case Kill(KillReason reason) -> kill(paused.startedAt(), reason);
            case Fork _ -> new Refuse(NOT_RUNNING);
            case Traffic(Caller caller) -> trafficWhilePaused(paused, wishes, caller, now);
            case TimeUp _ -> new Stay();
        };
    }

    private Decision trafficWhilePaused(Paused paused, Wishes wishes, Caller caller, Instant now) {
        if (!wishes.resumeOnTraffic() || paused.keep() == Keep.FILES) {
            return new Refuse(NOT_RUNNING);
        }
        return switch (caller) {
            case UNKNOWN -> new Refuse(RESUME_DENIED);
            case TRUSTED -> {
                Duration timeout = longer(wishes.timeout(), SHORTEST_WAKE);
                yield resume(paused, Keep.MEMORY, shorter(timeout, maxLifetime), now);
            }
        };
    }

    private static Decision whileResuming(Operation operation) {
        return switch (operation) {
            case Pause _, Connect _, Resume _, Kill _, Fork _, Snapshot _, Traffic _ -> new Wait();
            case SetTimeout _, Refresh _, Reconfigure _ -> new Refuse(IN_TRANSITION);
            case TimeUp _ -> new Stay();
        };
    }

    private static Decision whileCopying(Operation operation) {
        return switch (operation) {
            case Pause _, Connect _, Kill _, Fork _, Snapshot _ -> new Wait();
            case Resume _, SetTimeout _, Refresh _, Reconfigure _, Traffic _ ->
                    new Refuse(IN_TRANSITION);
            case TimeUp _ -> new Stay();
        };
    }

    private static Decision whileKilling(Operation operation) {
        return switch (operation) {
            case Kill _ -> new Join();
            case Connect _ -> new Refuse(BEING_KILLED);
            case Pause _, Resume _, SetTimeout _, Refresh _, Reconfigure _ -> new Refuse(UNKNOWN);
            case Fork _, Snapshot _, Traffic _ -> new Refuse(UNKNOWN);
            case TimeUp _ -> new Stay();
        };
    }

    private static Decision pause(Running running, Keep keep, Instant now) {
        return new Begin(
                new Pausing(running, keep),
                new Suspend(keep),
                new Paused(running.startedAt(), now, keep),
                running);
    }

    private Decision resume(Paused paused, Keep keep, Duration timeout, Instant now) {
        if (timeout.compareTo(maxLifetime) > 0) {
            return new Refuse(TIMEOUT_TOO_LONG);
        }
        var running = new Running(now, now.plus(timeout));
        if (paused.keep() == Keep.MEMORY && keep == Keep.MEMORY) {
            return new Begin(new Resuming(paused), new Thaw(), running, paused);
        }
        // A start that fails has ended the processes all the same.
        var files = new Paused(paused.startedAt(), paused.pausedAt(), Keep.FILES);
        return new Begin(new Resuming(paused), new Boot(), running, files);
    }

    private static Decision kill(Instant startedAt, KillReason reason) {
        return new Begin(new Killing(startedAt, reason), new End(reason), new Gone(), new Gone());
    }

    private static Decision copy(Running running, CopyFiles copy) {
        return new Begin(new Copying(running), copy, running, running);
    }

    private Decision extend(Running running, Duration timeout, Instant now) {
        return switch (setTimeout(running, timeout, now)) {
            case Become(var next) when !next.endAt().isAfter(running.endAt()) -> new Stay();
            case Decision decision -> decision;
        };
    }

    private Decision setTimeout(Running running, Duration timeout, Instant now) {
        if (timeout.compareTo(maxLifetime) > 0) {
            return new Refuse(TIMEOUT_TOO_LONG);
        }
        Instant last = running.startedAt().plus(maxLifetime);
        if (now.isAfter(last)) {
            return new Refuse(LIFETIME_OVER);
        }
        Instant end = now.plus(timeout);
        return new Become(new Running(running.startedAt(), end.isBefore(last) ? end : last));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
