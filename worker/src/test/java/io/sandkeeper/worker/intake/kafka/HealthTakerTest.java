package io.sandkeeper.worker.intake.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sandkeeper.events.HealthSignal.Outcome;
import io.sandkeeper.events.Topic;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.SessionId;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

class HealthTakerTest {
    private final FakeConcern concern = new FakeConcern();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicInteger commits = new AtomicInteger();
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final Listener listener = listener();

    private Listener listener() {
        var counts = new IntakeMeters(meters);
        return new Listener(
                Topic.HEALTH,
                new HealthTaker(concern, counts),
                new DeadLetters(new Post(producer), counts),
                counts,
                Duration.ofSeconds(5),
                () -> Events.NOW);
    }

    @SafeVarargs
    private void poll(ProducerRecord<byte[], byte[]>... events) {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        for (var event : events) {
            records.add(Events.at(0, records.size(), event));
        }
        listener.onMessage(records, commits::incrementAndGet);
    }

    @Test
    void who_asks_is_named_with_the_request() throws InterruptedException {
        poll(Events.checkRequested("s-1", "e-1"));

        var asked = concern.nextAsked();
        assertThat(asked.session()).isEqualTo(new SessionId("s-1"));
        assertThat(asked.origin().event().value()).isEqualTo("e-1");
        assertThat(asked.origin().type())
                .isEqualTo("io.sandkeeper.sandbox.health-check-requested.v1");
        assertThat(asked.origin().actor()).isEqualTo("u-1");
        assertThat(asked.origin().request().orElseThrow().value()).isEqualTo("r-e-1");
        assertThat(asked.origin().at()).isEqualTo(Events.NOW);
        assertThat(asked.origin().position()).isEmpty();
        assertThat(commits).hasValue(1);
    }

    @Test
    void what_somebody_saw_is_a_doubt_unless_all_is_well() {
        poll(
                Events.observed("s-1", Outcome.OK, "e-1"),
                Events.observed("s-2", Outcome.HTTP_STATUS, "e-2"),
                Events.observed("s-3", Outcome.TIMEOUT, "e-3"),
                Events.observed("s-4", Outcome.LOAD_ERROR, "e-4"));

        assertThat(concern.doubted())
                .containsExactly(doubted("s-2"), doubted("s-3"), doubted("s-4"));
        assertThat(
                        meters.get("sandkeeper.intake.records")
                                .tag("outcome", "taken")
                                .counter()
                                .count())
                .isEqualTo(4);
    }

    private static FakeConcern.Doubted doubted(String session) {
        return new FakeConcern.Doubted(
                new SessionId(session),
                Optional.of(3L),
                Optional.of(new SandboxId("box-" + session)));
    }

    @Test
    void when_too_many_ask_the_batch_comes_again() {
        concern.full(true);

        assertThatThrownBy(() -> poll(Events.checkRequested("s-1", "e-1")))
                .isInstanceOf(NotTaken.class);
        assertThat(commits).hasValue(0);

        concern.full(false);
        poll(Events.checkRequested("s-1", "e-1"));
        assertThat(commits).hasValue(1);
    }

    @Test
    void what_is_no_health_event_is_buried_and_holds_up_nobody() throws InterruptedException {
        var use = Events.usedSandbox("box", "e-1");
        poll(
                new ProducerRecord<>(
                        Topic.HEALTH.topicName(),
                        null,
                        null,
                        use.key(),
                        use.value(),
                        use.headers()),
                Events.checkRequested("s-1", "e-2"));

        assertThat(concern.nextAsked().session()).isEqualTo(new SessionId("s-1"));
        assertThat(producer.history()).hasSize(1);
        assertThat(producer.history().getFirst().topic()).isEqualTo(Topic.DEAD_LETTER.topicName());
        assertThat(commits).hasValue(1);
    }
}
