package io.sandkeeper.worker.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.session.SessionId;

import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Random;

class BucketTest {
    private static final long SEED = 20261120;

    @Test
    void hashes_as_the_default_partitioner_does() {
        var random = new Random(SEED);

        for (var i = 0; i < 20_000; i++) {
            var bytes = new byte[random.nextInt(70)];
            random.nextBytes(bytes);

            assertThat(Bucket.murmur2(bytes))
                    .as("seed %d, %d", SEED, i)
                    .isEqualTo(Utils.murmur2(bytes));
        }
    }

    @Test
    void belongs_to_the_partition_that_its_sessions_are_on() {
        var invented = new Invented(SEED);

        for (var i = 0; i < 2_000; i++) {
            var text = invented.one(String.class);
            var id = new SessionId(text);
            var hash = Utils.toPositive(Utils.murmur2(text.getBytes(StandardCharsets.UTF_8)));

            assertThat(Bucket.partitionOf(id, 64)).isEqualTo(hash % 64);
            assertThat(Bucket.of(id) % 64).isEqualTo(hash % 64);
        }
    }
}
