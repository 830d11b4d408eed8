package io.sandkeeper.worker.admission;

import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Remarks;
import io.sandkeeper.worker.session.Sandbox;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.Signal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Outcomes of creations, as the weather has it. */
final class Cloud implements World.Doing {
    static final Failure DOWN = new Failure.Transient("503");

    private Function<Session, Optional<Failure>> weather = _ -> Optional.empty();
    private int asked;
    private int made;

    void fine() {
        weather = _ -> Optional.empty();
    }

    void fails(Failure failure) {
        weather = _ -> Optional.of(failure);
    }

    void fails(Function<Session, Optional<Failure>> how) {
        weather = how;
    }

    static Failure full() {
        return new Failure.Limited(Optional.empty(), "all slots taken");
    }

    static Failure tooFast(Duration wait) {
        return new Failure.Limited(Optional.of(wait), "too fast");
    }

    /** How often it was asked for a sandbox. */
    int asked() {
        return asked;
    }

    @Override
    public List<Signal> of(Session session, Operation operation) {
        asked++;
        var generation = session.generation();
        return List.of(
                weather.apply(session)
                        .<Signal>map(
                                failure ->
                                        new Signal.CreateFailed(
                                                generation,
                                                operation.turn(),
                                                failure,
                                                Optional.empty()))
                        .orElseGet(
                                () ->
                                        new Signal.Created(
                                                generation, sandbox(session), Remarks.NONE)));
    }

    private Sandbox sandbox(Session session) {
        return new Sandbox(
                new SandboxId("box" + ++made),
                session.generation(),
                "base",
                Optional.empty(),
                session.updatedAt(),
                0);
    }
}
