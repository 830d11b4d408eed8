package io.sandkeeper.worker.settings;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;
import java.util.Locale;

/**
 * How the broker is reached.
 *
 * @param group the consumer group that all workers of a fleet share
 * @param consumers how many consumers this worker runs on the requests topic
 * @param patience how long a batch may take to be stored before it is read again
 * @param compression of what is told: {@code none}, {@code gzip}, {@code snappy}, {@code lz4} or
 *     {@code zstd}; whoever reads must know it
 */
@ConfigurationProperties("sandkeeper.kafka")
public record KafkaSettings(
        @DefaultValue("127.0.0.1:9092") String bootstrapServers,
        @DefaultValue("sandkeeper") String group,
        @DefaultValue("2") int consumers,
        @DefaultValue("30s") Duration patience,
        @DefaultValue("none") Compression compression) {
    public KafkaSettings {
        if (consumers < 1) {
            throw new IllegalArgumentException(
                    "sandkeeper.kafka.consumers must be at least 1, not " + consumers);
        }
    }

    /** Events are small, and mostly alone in their batch: there is little to gain by it. */
    public enum Compression {
        NONE,
        GZIP,
        SNAPPY,
        LZ4,
        ZSTD;

        /** As the producer's own setting has it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
