package io.sandkeeper.worker.simulation;

import io.sandkeeper.worker.door.Door;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.session.Sandbox;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.State;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the cloud has, compared with what sessions say: strays, and sandboxes that fell asleep. */
final class Observation {
    private final World world;
    private final Door door;
    private final Map<SandboxId, Provider.Seen> live;
    private boolean wholeTruth = true;

    Observation(World world, Door door) {
        this.world = world;
        this.door = door;
        this.live =
                world.cloud.live().stream()
                        .collect(Collectors.toMap(Provider.Seen::sandbox, Function.identity()));
    }

    void run() {
        compare(true);
    }

    /** Nothing that sessions say is contradicted by the cloud. */
    boolean isTrue() {
        compare(false);
        return wholeTruth;
    }

    private void compare(boolean tell) {
        live.values().forEach(seen -> stray(seen, tell));
        world.store.all().forEach(session -> current(session, tell));
    }

    private void stray(Provider.Seen seen, boolean tell) {
        var id = new SessionId(seen.metadata().get("sandkeeper.session"));
        var generation = Long.parseLong(seen.metadata().get("sandkeeper.generation"));
        var session = world.store.kept(id).orElseThrow().session();
        var known =
                session.state()
                                .current()
                                .map(Sandbox::id)
                                .filter(seen.sandbox()::equals)
                                .isPresent()
                        || session.condemned().stream()
                                .anyMatch(
                                        one ->
                                                one.sandbox()
                                                        .filter(seen.sandbox()::equals)
                                                        .isPresent());
        if (!known && session.operation().isEmpty()) {
            signal(session, new Signal.StraySeen(generation, seen.sandbox()), tell);
        }
    }

    private void current(Session session, boolean tell) {
        session.state()
                .current()
                .ifPresent(
                        sandbox -> {
                            var seen = live.get(sandbox.id());
                            if (seen == null) {
                                signal(
                                        session,
                                        new Signal.Gone(session.generation(), "not there"),
                                        tell);
                            } else if (seen.condition() == Provider.Condition.PAUSED
                                    && session.state() instanceof State.Running) {
                                signal(
                                        session,
                                        new Signal.FoundPaused(
                                                session.generation(),
                                                world.timeline.clock.instant(),
                                                "asleep"),
                                        tell);
                            }
                        });
    }

    private void signal(Session session, Signal signal, boolean tell) {
        wholeTruth = false;
        if (tell) {
            world.timeline.note("observed: " + session.id() + " " + signal);
            door.remind(session.id(), signal);
        }
    }
}
