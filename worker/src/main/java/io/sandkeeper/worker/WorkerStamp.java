package io.sandkeeper.worker;

import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Puts the worker's name on each record that it sends, for people who debug: nothing depends on it.
 * Public because the producer makes it.
 */
public final class WorkerStamp implements ProducerInterceptor<String, byte[]> {
    static final String WORKER = "sandkeeper.worker";
    static final String HEADER = "sandkeeper-worker";

    private byte[] name = {};

    @Override
    public void configure(Map<String, ?> config) {
        name = String.valueOf(config.get(WORKER)).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public ProducerRecord<String, byte[]> onSend(ProducerRecord<String, byte[]> record) {
        record.headers().remove(HEADER).add(HEADER, name);
        return record;
    }

    @Override
    public void onAcknowledgement(
            @Nullable RecordMetadata metadata, @Nullable Exception exception) {}

    @Override
    public void close() {}
}
