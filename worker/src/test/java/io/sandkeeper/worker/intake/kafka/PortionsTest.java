package io.sandkeeper.worker.intake.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

class PortionsTest {
    private static List<ConsumerRecord<byte[], byte[]>> records(int count, int bytes) {
        var value = new byte[bytes];
        return IntStream.range(0, count)
                .mapToObj(n -> new ConsumerRecord<>("t", 0, n, new byte[0], value))
                .map(
                        one ->
                                new ConsumerRecord<>(
                                        "t",
                                        0,
                                        one.offset(),
                                        0L,
                                        one.timestampType(),
                                        0,
                                        bytes,
                                        one.key(),
                                        one.value(),
                                        one.headers(),
                                        one.leaderEpoch()))
                .toList();
    }

    @Test
    void a_poll_of_large_records_is_taken_in_portions_that_are_bounded_and_in_order() {
        var large = records(9, 2 * 1024 * 1024);

        var portions = Portions.of(large);

        assertThat(portions).hasSize(3).allMatch(portion -> portion.size() <= 4);
        assertThat(portions.stream().flatMap(List::stream).toList()).isEqualTo(large);
    }

    @Test
    void a_poll_of_small_ones_is_one_portion_and_one_that_is_too_large_comes_alone() {
        assertThat(Portions.of(records(5_000, 300))).hasSize(1);
        assertThat(Portions.of(records(2, Portions.BYTES + 1))).hasSize(2);
        assertThat(Portions.of(List.of())).isEmpty();
    }
}
