package io.sandkeeper.worker.simulation;

import io.sandkeeper.worker.fleet.InMemoryRoster;
import io.sandkeeper.worker.operation.OperationSettings;
import io.sandkeeper.worker.operation.Usual;
import io.sandkeeper.worker.provider.Daemon;
import io.sandkeeper.worker.provider.Errand;
import io.sandkeeper.worker.provider.FakeCloud;
import io.sandkeeper.worker.provider.FakeProvider;
import io.sandkeeper.worker.provider.Gate;
import io.sandkeeper.worker.session.Lifespan;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.spec.InMemorySpecStore;
import io.sandkeeper.worker.store.InMemorySessionStore;

import java.time.Duration;
import java.util.List;

/** What all workers of a story share. */
final class World {
    /** Time jumps in a story, and nobody can be blamed for what a provider ends meanwhile. */
    static final Lifespan LIFESPAN =
            new Lifespan(
                    Duration.ofHours(24),
                    Duration.ofMinutes(5),
                    Duration.ofDays(7),
                    Duration.ofDays(30),
                    List.of());

    static final OperationSettings SETTINGS = Usual.settings("fleet", LIFESPAN);

    final Timeline timeline;
    final Faults faults;
    final Witness witness;
    final InMemorySessionStore store = new InMemorySessionStore(Duration.ofDays(30));
    final InMemorySpecStore specs = new InMemorySpecStore();
    final InMemoryRoster roster = new InMemoryRoster();
    final Broker broker = new Broker();
    final FakeCloud cloud;
    final FakeProvider provider;

    private boolean deadly;

    World(long seed) {
        timeline = new Timeline(seed);
        faults = new Faults(timeline);
        witness = new Witness(timeline);
        cloud = new FakeCloud(timeline.clock);
        provider = new FakeProvider(cloud).weather(faults).gate(new Steps());
    }

    /** Whoever runs a command in this session's sandbox dies of it. */
    void poison(SessionId session) {
        cloud.shell(
                (sandbox, _, _) -> {
                    var poisoned =
                            cloud.live().stream()
                                    .filter(seen -> seen.sandbox().equals(sandbox))
                                    .map(seen -> seen.metadata().get("sandkeeper.session"))
                                    .anyMatch(session.value()::equals);
                    if (poisoned) {
                        deadly = true;
                        throw new Fiber.Crash();
                    }
                    return new Daemon.Ended(0, "");
                });
    }

    /** True when the last step was its worker's last one. */
    boolean wasDeadly() {
        var was = deadly;
        deadly = false;
        return was;
    }

    /** A call to the provider is two steps: it may come late, and so may its answer. */
    private final class Steps implements Gate {
        @Override
        public void before(Errand errand) {
            timeline.pause("before " + errand);
        }

        @Override
        public void after(Errand errand) {
            timeline.note("the provider was asked to " + errand);
            timeline.pause("after " + errand);
        }
    }
}
