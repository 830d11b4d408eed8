package io.sandkeeper.worker.intake.kafka;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sandkeeper.worker.intake.Understanding;
import io.sandkeeper.worker.spec.InMemorySpecStore;
import io.sandkeeper.worker.store.InMemorySessionStore;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** One worker's intake at a real broker, with a door of ours behind it. */
final class RunningIntake implements AutoCloseable {
    private final FakeDoor door;
    private final FakeConcern concern = new FakeConcern();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final String group;
    private final KafkaIntake intake;

    private RunningIntake(
            TestBroker broker,
            String group,
            FakeDoor door,
            Map<String, Object> more,
            Duration patience,
            Duration silence) {
        this.group = group;
        this.door = door;
        var client = new HashMap<>(broker.client());
        client.put("metadata.max.age.ms", 500);
        client.putAll(more);
        this.intake =
                new KafkaIntake(
                        new IntakeSettings(client, group, 1, patience),
                        new KafkaIntake.Into(
                                door,
                                new InMemorySpecStore(),
                                new InMemorySessionStore(Duration.ofDays(30)),
                                new Understanding(Duration.ofMinutes(10)),
                                concern,
                                InstantSource.system()),
                        meters,
                        silence);
    }

    static RunningIntake at(TestBroker broker, FakeDoor door) {
        return at(broker, door, Map.of(), Duration.ofSeconds(30), Duration.ofSeconds(60));
    }

    /** The next one of the same group, when this one is closed. */
    RunningIntake again(TestBroker broker) {
        var next =
                new RunningIntake(
                        broker,
                        group,
                        door,
                        Map.of(),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(60));
        next.intake.start();
        return next;
    }

    static RunningIntake at(
            TestBroker broker,
            FakeDoor door,
            Map<String, Object> more,
            Duration patience,
            Duration silence) {
        var group = "g-" + UUID.randomUUID();
        var running = new RunningIntake(broker, group, door, more, patience, silence);
        running.intake.start();
        return running;
    }

    KafkaIntake intake() {
        return intake;
    }

    FakeConcern concern() {
        return concern;
    }

    FakeDoor door() {
        return door;
    }

    SimpleMeterRegistry meters() {
        return meters;
    }

    String group() {
        return group;
    }

    @Override
    public void close() {
        intake.close();
    }
}
