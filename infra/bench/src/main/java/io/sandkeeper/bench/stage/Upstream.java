package io.sandkeeper.bench.stage;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Who publishes the requests. */
public final class Upstream implements AutoCloseable {
    private final Producer<String, byte[]> producer;

    public Upstream(String servers) {
        producer =
                new KafkaProducer<>(
                        Map.of(
                                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                servers,
                                ProducerConfig.ACKS_CONFIG,
                                "all"),
                        new StringSerializer(),
                        new ByteArraySerializer());
    }

    public Producer<String, byte[]> producer() {
        return producer;
    }

    /** Returns when the broker has them all. */
    public void publish(Stream<ProducerRecord<String, byte[]>> records)
            throws IOException, InterruptedException {
        var sent = new ArrayList<Future<?>>();
        records.forEach(record -> sent.add(producer.send(record)));
        producer.flush();
        for (var one : sent) {
            try {
                one.get();
            } catch (ExecutionException refused) {
                throw new IOException("a request was not published", refused);
            }
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
