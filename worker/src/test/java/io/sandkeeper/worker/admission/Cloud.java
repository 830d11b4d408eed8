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

/** Outcomes of operations, as the weather has it. Falling asleep and staying awake always work. */
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

    /** How often it was asked for anything. */
    int asked() {
        return asked;
    }

    @Override
    public List<Signal.Outcome> of(Session session, Operation operation) {
        asked++;
        var failure = weather.apply(session);
        var generation = session.generation();
        var turn = operation.turn();
        return List.of(
                switch (operation.kind()) {
                    case CREATE ->
                            failure.<Signal.Outcome>map(
                                            why ->
                                                    new Signal.CreateFailed(
                                                            generation,
                                                            turn,
                                                            why,
                                                            Optional.empty()))
                                    .orElseGet(
                                            () ->
                                                    new Signal.Created(
                                                            generation,
                                                            sandbox(session),
                                                            Remarks.NONE));
                    case RESUME ->
                            failure.<Signal.Outcome>map(
                                            why -> new Signal.ResumeFailed(generation, turn, why))
                                    .orElseGet(
                                            () ->
                                                    new Signal.ResumeDone(
                                                            generation, Optional.empty()));
                    case PAUSE -> new Signal.PauseDone(generation);
                    case ARCHIVE, VERIFY ->
                            throw new IllegalStateException("no cloud is asked for copies");
                    case EXTEND -> new Signal.Extended(generation, turn, Duration.ofMinutes(30));
                });
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
