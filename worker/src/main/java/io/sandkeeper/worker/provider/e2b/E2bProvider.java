package io.sandkeeper.worker.provider.e2b;

import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Daemon;
import io.sandkeeper.worker.provider.Probes;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.SandboxId;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** An E2B-compatible control plane. */
public final class E2bProvider implements Provider, AutoCloseable {
    private final E2bSettings settings;
    private final InstantSource clock;
    private final Wire wire;
    private final ControlPlane control;
    private final Listing listing;
    private final Creation creation;
    private final Dialect connecting = new Dialect();

    public E2bProvider(E2bSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.wire = new Wire(settings.connectTime());
        this.control = new ControlPlane(settings, wire, clock);
        this.listing = new Listing(control, settings, clock);
        this.creation = new Creation(control);
    }

    @Override
    public Answer<Made> create(Order order) {
        return creation.create(order);
    }

    @Override
    public Answer<List<Seen>> find(Map<String, String> metadata) {
        return listing.read(metadata);
    }

    @Override
    public Answer<Seen> look(SandboxId sandbox) {
        return about(
                sandbox,
                () -> control.ask(Call.LOOK, path(Call.LOOK, sandbox)),
                body -> Known.seen(body).filter(seen -> seen.sandbox().equals(sandbox)));
    }

    @Override
    public Answer<Optional<Made>> way(SandboxId sandbox) {
        return about(
                sandbox,
                () -> control.ask(Call.LOOK, path(Call.LOOK, sandbox)),
                body ->
                        Known.seen(body)
                                .filter(seen -> seen.sandbox().equals(sandbox))
                                .flatMap(seen -> way(seen, body)));
    }

    private static Optional<Optional<Made>> way(Seen seen, JsonNode body) {
        if (seen.condition() == Condition.PAUSED) {
            return Optional.of(Optional.empty());
        }
        var made = Known.made(body);
        return made.isPresent() ? Optional.of(made) : Optional.empty();
    }

    @Override
    public Answer<Killed> kill(SandboxId sandbox) {
        return about(
                sandbox,
                () -> control.ask(Call.KILL, path(Call.KILL, sandbox)),
                _ -> Optional.of(new Killed()));
    }

    /** A conflict is looked into: it is also the answer for one that is paused already. */
    @Override
    public Answer<Slept> pause(SandboxId sandbox) {
        Answer<Slept> answer =
                about(
                        sandbox,
                        () -> control.ask(Call.PAUSE, path(Call.PAUSE, sandbox), Json.object()),
                        _ -> Optional.of(new Slept()));
        if (!(answer instanceof Answer.Failed<Slept>(Failure.Conflict conflict))) {
            return answer;
        }
        return switch (look(sandbox)) {
            case Answer.Done<Seen>(var seen) when seen.condition() == Condition.PAUSED ->
                    new Answer.Done<>(new Slept());
            case Answer.Absent<Seen>(var evidence) -> new Answer.Absent<>(evidence);
            case Answer.Done<Seen> _, Answer.Failed<Seen> _ -> new Answer.Failed<>(conflict);
        };
    }

    /** An answer about another sandbox is none: servers have been seen to hand those out. */
    @Override
    public Answer<Made> connect(SandboxId sandbox, Duration timeout) {
        var body = Json.object().put("timeout", Creation.seconds(timeout));
        return about(
                sandbox,
                () ->
                        connecting.ask(
                                () -> control.ask(Call.CONNECT, path(Call.CONNECT, sandbox), body),
                                () ->
                                        control.ask(
                                                Call.CONNECT_OLD,
                                                path(Call.CONNECT_OLD, sandbox),
                                                body)),
                answer -> Known.made(answer).filter(made -> made.sandbox().equals(sandbox)));
    }

    /** A paused sandbox is answered for as if it was not there, so an absence is looked into. */
    @Override
    public Answer<Extended> extend(SandboxId sandbox, Duration timeout) {
        var body = Json.object().put("timeout", Creation.seconds(timeout));
        Answer<Extended> answer =
                about(
                        sandbox,
                        () -> control.ask(Call.EXTEND, path(Call.EXTEND, sandbox), body),
                        _ -> Optional.of(new Extended()));
        if (!(answer instanceof Answer.Absent<Extended>(var evidence))) {
            return answer;
        }
        return look(sandbox)
                .then(
                        seen ->
                                new Answer.Failed<>(
                                        new Failure.Conflict(
                                                evidence + ", but it is " + seen.condition())));
    }

    @Override
    public Daemon daemon(Made sandbox) {
        return new E2bDaemon(wire, DaemonAddress.of(settings, sandbox), settings.callTime(), clock);
    }

    @Override
    public String url(SandboxId sandbox, int port) {
        return DaemonAddress.host(settings, sandbox, port) + '/';
    }

    /** Ways to find out whether a sandbox is well. */
    public Probes probes() {
        return new E2bProbes(settings, wire, control, Frontage.of(settings));
    }

    @Override
    public void close() {
        wire.close();
    }

    @Override
    public String toString() {
        return "E2bProvider[" + settings.baseUrl() + "]";
    }

    private static <T> Answer<T> about(
            SandboxId sandbox, Supplier<Said> asking, Function<JsonNode, Optional<T>> reading) {
        return Known.isId(sandbox.value())
                ? asking.get().answer(reading)
                : new Answer.Failed<>(new Failure.Permanent("not an id that a sandbox can have"));
    }

    private static String path(Call call, SandboxId sandbox) {
        return call.path().replace("{id}", sandbox.value());
    }
}
