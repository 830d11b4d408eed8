package io.sandkeeper.bench.stage;

import io.sandkeeper.events.Event;
import io.sandkeeper.events.Lifecycle;
import io.sandkeeper.events.Topic;
import io.sandkeeper.events.codec.Decoded;
import io.sandkeeper.events.codec.EventCodec;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a worker has told about sessions: when each was ready, and whether all is in order. */
public final class Told {
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final Map<String, Long> sequences = new HashMap<>();
    private final Map<String, Duration> settings = new HashMap<>();
    private final List<Long> readyMillis = new ArrayList<>();
    private int disorder;
    private int repeated;
    private int failed;

    /** Reads on from there until so many more are ready, or nothing comes for a while. */
    public void read(String servers, Map<TopicPartition, Long> from, String prefix, int count) {
        var config =
                Map.<String, Object>of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        servers,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        5_000);
        try (var consumer =
                new KafkaConsumer<>(
                        config, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(from.keySet());
            from.forEach(consumer::seek);
            var last = System.nanoTime();
            while (readyMillis.size() < count && System.nanoTime() - last < SILENCE.toNanos()) {
                var records = consumer.poll(Duration.ofMillis(100));
                if (!records.isEmpty()) {
                    last = System.nanoTime();
                    records.forEach(record -> take(record, prefix));
                }
            }
        }
    }

    private void take(ConsumerRecord<String, byte[]> record, String prefix) {
        if (EventCodec.decode(Topic.LIFECYCLE, record) instanceof Decoded.Accepted(var envelope)) {
            take(envelope.data(), prefix, record.timestamp());
        } else {
            failed++;
        }
    }

    void take(Event event, String prefix, long millis) {
        if (!(event instanceof Lifecycle life) || !isNews(life)) {
            return;
        }
        if (life instanceof Lifecycle.Ready
                && life.standing().sessionId().value().startsWith(prefix)) {
            readyMillis.add(millis);
        } else if (life instanceof Lifecycle.SettingsChanged changed) {
            settings(changed);
        } else if (life instanceof Lifecycle.Failed) {
            failed++;
        }
    }

    /** A session's events count from 1 without a gap; the same one again is allowed. */
    private boolean isNews(Lifecycle life) {
        var session = life.standing().sessionId().value();
        long last = sequences.getOrDefault(session, 0L);
        long sequence = life.standing().sequence();
        if (sequence <= last) {
            repeated++;
            return false;
        }
        if (sequence > last + 1) {
            disorder++;
        }
        sequences.put(session, sequence);
        return true;
    }

    /** The benchmark's changes have rising numbers. */
    private void settings(Lifecycle.SettingsChanged changed) {
        var pause = changed.settings().autoPause();
        if (pause != null) {
            var before = settings.put(changed.standing().sessionId().value(), pause.orZero());
            if (before != null && before.compareTo(pause.orZero()) >= 0) {
                disorder++;
            }
        }
    }

    public List<Long> readyMillis() {
        return readyMillis;
    }

    /** Gaps and reversals. */
    public int disorder() {
        return disorder;
    }

    public int repeated() {
        return repeated;
    }

    public int failed() {
        return failed;
    }

    /** So many of the benchmark's changes were told, the last of each session. */
    public int changed() {
        return settings.size();
    }
}
