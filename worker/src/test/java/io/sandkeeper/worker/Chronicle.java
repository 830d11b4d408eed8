package io.sandkeeper.worker;

import io.sandkeeper.worker.herald.Wording;
import io.sandkeeper.worker.session.Decision;
import io.sandkeeper.worker.session.EventId;
import io.sandkeeper.worker.session.Lifecycle;
import io.sandkeeper.worker.session.Lifespan;
import io.sandkeeper.worker.session.Notice;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Origin;
import io.sandkeeper.worker.session.Owner;
import io.sandkeeper.worker.session.Policy;
import io.sandkeeper.worker.session.Profile;
import io.sandkeeper.worker.session.Remarks;
import io.sandkeeper.worker.session.RequestId;
import io.sandkeeper.worker.session.Sandbox;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.SpecId;
import io.sandkeeper.worker.session.Wake;
import io.sandkeeper.worker.store.Publication;
import io.sandkeeper.worker.store.SessionStore;
import io.sandkeeper.worker.store.SessionWrite;
import io.sandkeeper.worker.store.Transition;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Lives of sessions, decided and stored as the door does it, told by whoever wants to. */
final class Chronicle {
    private final Lifecycle lifecycle = new Lifecycle(Policy.DEFAULT);
    private final Clock clock = Clock.tickMillis(ZoneOffset.UTC);
    private final SessionStore store;

    Chronicle(SessionStore store) {
        this.store = store;
    }

    /** Requested, created, paused and awake again: each step a decision of its own. */
    List<Signal> life(SessionId id) {
        return List.of(
                new Signal.Requested(
                        origin(id, "e-1"),
                        new Owner("p-1", "u-1", Optional.empty()),
                        new Profile(
                                "node",
                                Optional.empty(),
                                0,
                                Duration.ofMinutes(10),
                                Wake.ON_ACTIVITY,
                                Optional.of(3000),
                                new SpecId(id + "/e-1"))),
                new Signal.TakenUp(new Operation.Lease("w-1", clock.instant())),
                new Signal.Created(
                        1,
                        new Sandbox(
                                new SandboxId("box-" + id),
                                1,
                                "node",
                                Optional.of("http://3000-box-" + id + ".localhost:3900"),
                                clock.instant(),
                                0),
                        new Remarks(false, false, false)),
                new Signal.PauseRequested(origin(id, "e-2")),
                new Signal.TakenUp(new Operation.Lease("w-1", clock.instant())),
                new Signal.PauseDone(1));
    }

    private Origin origin(SessionId id, String event) {
        return new Origin(
                new EventId(id + "/" + event),
                "sandbox.requested",
                "u-1",
                clock.instant(),
                Optional.of(new RequestId(id + "-" + event)),
                Optional.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
                Optional.empty());
    }

    /** What is to be told after it. */
    List<Publication> decide(SessionId id, Signal signal) {
        var now = clock.instant();
        var stored = store.load(List.of(id)).byId().get(id);
        var decision =
                stored == null
                        ? lifecycle.decideUnknown(id, signal, now)
                        : lifecycle.decide(stored, signal, now);
        return switch (decision) {
            case Decision.Step(var next, var notices) -> write(stored, next, notices, now);
            case Decision.Refuse(var next, var notices, _) -> write(stored, next, notices, now);
            case Decision.Ignore(var reason) ->
                    throw new AssertionError(signal + " is ignored: " + reason);
        };
    }

    private List<Publication> write(
            @Nullable Session stored, Session next, List<Notice> notices, Instant now) {
        var before = stored == null ? next : stored;
        var write =
                new SessionWrite(
                        before,
                        next,
                        Wording.of(next, notices, Lifespan.DEFAULT),
                        Transition.told(before, notices),
                        Optional.of(now));
        if (!store.write(List.of(write)).done(next.id())) {
            throw new AssertionError("somebody else wrote " + next.id());
        }
        return write.publications();
    }
}
