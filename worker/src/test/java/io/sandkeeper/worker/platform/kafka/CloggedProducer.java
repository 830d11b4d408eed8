package io.sandkeeper.worker.platform.kafka;

import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;

/** Blocks its callers until it is let go, as a producer does whose broker is away. */
final class CloggedProducer extends MockProducer<String, byte[]> {
    private final CountDownLatch free;

    CloggedProducer(CountDownLatch free) {
        super(true, null, new StringSerializer(), new ByteArraySerializer());
        this.free = free;
    }

    @Override
    public synchronized Future<RecordMetadata> send(
            ProducerRecord<String, byte[]> record, Callback callback) {
        try {
            free.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return super.send(record, callback);
    }

    int sent() {
        return history().size();
    }
}
