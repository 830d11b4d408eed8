package io.sandkeeper.worker.operation;

import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Daemon;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.session.Archived;
import io.sandkeeper.worker.session.DataLoss;
import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Sandbox;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.SpecId;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.spec.Spec;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs a session's operation to its outcome. Blocking, for a virtual thread. */
final class Operating {
    private final Tools tools;
    private final OperationSettings settings;
    private final Standing standing;
    private final InstantSource clock;
    private final Doorway doorway;
    private final Filing filing;

    Operating(Tools tools, Standing standing, InstantSource clock) {
        this.clock = clock;
        this.tools = tools;
        this.settings = tools.settings();
        this.standing = standing;
        this.doorway = new Doorway(settings.lifespan());
        this.filing = new Filing(tools.safekeeping());
    }

    /**
     * @param meanwhile hears how far it is
     */
    List<Signal.Outcome> run(Session session, Operation operation, Meanwhile meanwhile) {
        var provider =
                tools.providers()
                        .of(session.profile().region())
                        .map(one -> new Guarded(one, lease(operation)));
        if (provider.isEmpty()) {
            return List.of(failed(session, operation, unknownRegion(session)));
        }
        var progress = new Progress(session, operation, meanwhile, clock);
        return switch (operation.kind()) {
            case CREATE -> create(session, operation, provider.get(), progress);
            case PAUSE ->
                    session.state()
                            .current()
                            .map(
                                    sandbox ->
                                            pause(
                                                    session,
                                                    operation,
                                                    sandbox,
                                                    provider.get(),
                                                    progress))
                            .orElse(List.of());
            case RESUME ->
                    onSandbox(
                            session,
                            sandbox -> resume(session, operation, sandbox, provider.get()));
            case EXTEND ->
                    onSandbox(
                            session,
                            sandbox -> extend(session, operation, sandbox, provider.get()));
            case ARCHIVE ->
                    onSandbox(
                            session,
                            sandbox -> archive(session, operation, sandbox, provider.get()));
            case VERIFY ->
                    onSandbox(
                            session,
                            sandbox ->
                                    verify(session, operation, sandbox, provider.get(), progress));
        };
    }

    private Leased lease(Operation operation) {
        return new Leased(operation, standing, () -> inTime(operation));
    }

    private boolean inTime(Operation operation) {
        return operation
                .lease()
                .filter(lease -> clock.instant().isBefore(lease.since().plus(settings.longest())))
                .isPresent();
    }

    /** What an operation that could not even be tried comes to. */
    Signal.Outcome failed(Session session, Operation operation, Failure failure) {
        var generation = session.generation();
        return switch (operation.kind()) {
            case CREATE ->
                    new Signal.CreateFailed(
                            generation, operation.turn(), failure, Optional.empty());
            case PAUSE -> new Signal.PauseFailed(generation, operation.turn(), failure);
            case RESUME -> new Signal.ResumeFailed(generation, operation.turn(), failure);
            case EXTEND -> new Signal.ExtendFailed(generation, operation.turn(), failure);
            case ARCHIVE -> new Signal.ArchiveFailed(generation, operation.turn(), failure);
            case VERIFY -> new Signal.VerifyFailed(generation, operation.turn(), failure);
        };
    }

    private static Failure unknownRegion(Session session) {
        return new Failure.Permanent(
                "field 'region': must name a region that a provider is configured for, and '%s' is none: leave it out, or have it added to sandkeeper.provider.regions"
                        .formatted(session.profile().region().orElse("")));
    }

    private List<Signal.Outcome> create(
            Session session, Operation operation, Provider provider, Progress progress) {
        progress.creating();
        var restoration =
                new Restoration(
                        session, operation, provider, tools.safekeeping(), doorway, progress);
        return spec(session.profile().spec())
                .map(
                        spec ->
                                new Creation(
                                                session,
                                                operation,
                                                spec,
                                                provider,
                                                settings,
                                                new Furnishing.Help(restoration, progress))
                                        .run())
                .orElseGet(
                        () ->
                                List.of(
                                        failed(
                                                session,
                                                operation,
                                                new Failure.Permanent(
                                                        "the request's files and environment are gone"))));
    }

    private Optional<Spec> spec(SpecId id) {
        return id.equals(SpecId.NOTHING) ? Optional.of(Spec.EMPTY) : tools.specs().load(id);
    }

    @FunctionalInterface
    private interface Act {
        Signal.Outcome on(Sandbox sandbox);
    }

    private static List<Signal.Outcome> onSandbox(Session session, Act act) {
        return session.state().current().map(act::on).map(List::of).orElse(List.of());
    }

    private List<Signal.Outcome> pause(
            Session session,
            Operation operation,
            Sandbox sandbox,
            Provider provider,
            Progress progress) {
        var sealed = filing.seal(session, operation, sandbox, provider, progress::doubted);
        var said = new ArrayList<>(sealed.said());
        said.add(pause(session, operation, sandbox, provider, sealed.archived()));
        return said;
    }

    private Signal.Outcome pause(
            Session session,
            Operation operation,
            Sandbox sandbox,
            Provider provider,
            Optional<Archived> archived) {
        return switch (provider.pause(sandbox.id())) {
            case Answer.Done<Provider.Slept> _ ->
                    new Signal.PauseDone(session.generation(), archived);
            case Answer.Absent<Provider.Slept>(var evidence) ->
                    confirmed(session, operation, sandbox, provider, evidence);
            case Answer.Failed<Provider.Slept>(var failure) -> failed(session, operation, failure);
        };
    }

    private Signal.Outcome resume(
            Session session, Operation operation, Sandbox sandbox, Provider provider) {
        return switch (provider.connect(sandbox.id(), settings.lifespan().of(session.profile()))) {
            case Answer.Done<Provider.Made>(var made) -> awake(session, operation, made, provider);
            case Answer.Absent<Provider.Made>(var evidence) ->
                    confirmed(session, operation, sandbox, provider, evidence);
            case Answer.Failed<Provider.Made>(var failure) -> failed(session, operation, failure);
        };
    }

    /** Awake is a command that succeeded. */
    private Signal.Outcome awake(
            Session session, Operation operation, Provider.Made made, Provider provider) {
        Duration limit = settings.readiness();
        var url = session.profile().previewPort().map(port -> provider.url(made.sandbox(), port));
        return switch (provider.daemon(made).run("true", Map.of(), limit)) {
            case Answer.Done<Daemon.Ended>(var ended) when ended.exitCode() == 0 ->
                    new Signal.ResumeDone(session.generation(), url);
            case Answer.Done<Daemon.Ended> _ ->
                    failed(
                            session,
                            operation,
                            new Failure.Transient("awake, but cannot run a command"));
            case Answer.Absent<Daemon.Ended>(var evidence) ->
                    failed(session, operation, new Failure.Transient(evidence));
            case Answer.Failed<Daemon.Ended>(var failure) -> failed(session, operation, failure);
        };
    }

    private Signal.Outcome archive(
            Session session, Operation operation, Sandbox sandbox, Provider provider) {
        keepAwake(session, sandbox, provider);
        return switch (filing.archive(session, sandbox, provider)) {
            case Answer.Done<Archived>(var archived) ->
                    new Signal.ArchiveDone(session.generation(), operation.turn(), archived);
            case Answer.Absent<Archived>(var evidence) ->
                    confirmed(session, operation, sandbox, provider, evidence);
            case Answer.Failed<Archived>(var failure) -> failed(session, operation, failure);
        };
    }

    private Signal.Outcome verify(
            Session session,
            Operation operation,
            Sandbox sandbox,
            Provider provider,
            Progress progress) {
        var seal = session.care().seal();
        if (seal.isEmpty()) {
            return failed(session, operation, new Failure.Permanent("there is nothing to compare"));
        }
        keepAwake(session, sandbox, provider);
        return switch (filing.compare(session, seal.get(), sandbox, provider, progress::doubted)) {
            case Answer.Done<DataLoss>(var loss) ->
                    new Signal.Verified(session.generation(), operation.turn(), loss);
            case Answer.Absent<DataLoss>(var evidence) ->
                    confirmed(session, operation, sandbox, provider, evidence);
            case Answer.Failed<DataLoss>(var failure) -> failed(session, operation, failure);
        };
    }

    /**
     * It may take long, and until it is done nobody else moves the provider's end on. Whether that
     * worked shows at what comes next.
     */
    private void keepAwake(Session session, Sandbox sandbox, Provider provider) {
        var lifespan = settings.lifespan();
        var soon = clock.instant().plus(settings.longest()).plus(lifespan.safety());
        if (session.state() instanceof State.Running running
                && running.providerEnd().isBefore(soon)) {
            var _ = provider.extend(sandbox.id(), lifespan.of(session.profile()));
        }
    }

    /** A conflict may be a sandbox that sleeps: there is no time to move on, and that is news. */
    private Signal.Outcome extend(
            Session session, Operation operation, Sandbox sandbox, Provider provider) {
        var by = settings.lifespan().of(session.profile());
        return switch (provider.extend(sandbox.id(), by)) {
            case Answer.Done<Provider.Extended> _ ->
                    new Signal.Extended(session.generation(), operation.turn(), by);
            case Answer.Absent<Provider.Extended>(var evidence) ->
                    confirmed(session, operation, sandbox, provider, evidence);
            case Answer.Failed<Provider.Extended>(Failure.Conflict conflict) ->
                    asleep(session, operation, sandbox, provider, conflict);
            case Answer.Failed<Provider.Extended>(var failure) ->
                    failed(session, operation, failure);
        };
    }

    private Signal.Outcome asleep(
            Session session,
            Operation operation,
            Sandbox sandbox,
            Provider provider,
            Failure.Conflict conflict) {
        var seenAt = clock.instant();
        return switch (provider.look(sandbox.id())) {
            case Answer.Done<Provider.Seen>(var seen)
                    when seen.condition() == Provider.Condition.PAUSED ->
                    new Signal.FoundPaused(
                            session.generation(), seenAt, "the provider paused it by itself");
            case Answer.Done<Provider.Seen> _, Answer.Absent<Provider.Seen> _ ->
                    failed(session, operation, conflict);
            case Answer.Failed<Provider.Seen>(var failure) -> failed(session, operation, failure);
        };
    }

    /** One "not found" is not believed: a sandbox is given up only after a second look. */
    private Signal.Outcome confirmed(
            Session session,
            Operation operation,
            Sandbox sandbox,
            Provider provider,
            String evidence) {
        return switch (provider.look(sandbox.id())) {
            case Answer.Absent<Provider.Seen> _ ->
                    new Signal.Gone(
                            session.generation(), evidence + ", confirmed by a second look");
            case Answer.Done<Provider.Seen> _ ->
                    failed(
                            session,
                            operation,
                            new Failure.Conflict(evidence + ", but a second look found it"));
            case Answer.Failed<Provider.Seen>(var failure) -> failed(session, operation, failure);
        };
    }
}
