package io.sandkeeper.worker.retention.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.session.SessionId;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** A session is taken out of the latest states. */
class KafkaTombstonesTest {
    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());
    private final KafkaTombstones tombstones = new KafkaTombstones(producer);

    @Test
    void by_a_record_without_a_value_that_the_broker_acknowledged() {
        var buried = tombstones.bury(new SessionId("s-1"));

        assertThat(buried).isNotDone();
        producer.completeNext();

        assertThat(buried).isCompleted();
        var record = producer.history().getFirst();
        assertThat(record.topic()).isEqualTo("sandkeeper.status");
        assertThat(record.key()).isEqualTo("s-1");
        assertThat(record.value()).isNull();
    }

    @Test
    void and_is_not_when_the_broker_refuses_or_the_producer_cannot_send() {
        var refused = tombstones.bury(new SessionId("s-1"));
        producer.errorNext(new IllegalStateException("no broker"));
        producer.sendException = new IllegalStateException("no memory");

        assertThat(refused).isCompletedExceptionally();
        assertThat(tombstones.bury(new SessionId("s-2"))).isCompletedExceptionally();
    }
}
