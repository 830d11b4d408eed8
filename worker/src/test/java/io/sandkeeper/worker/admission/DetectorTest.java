package io.sandkeeper.worker.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

class DetectorTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private final Detector detector = new Detector("e2b/-/create", Limits.DEFAULT.breaker());

    private Optional<String> failure() {
        return detector.failed(detector.begun(NOW), "down", NOW);
    }

    private long trips(int failures) {
        return IntStream.range(0, failures).filter(_ -> failure().isPresent()).count();
    }

    private void successes(int count) {
        IntStream.range(0, count)
                .forEach(_ -> assertThat(detector.answered(detector.begun(NOW), NOW)).isEmpty());
    }

    @Test
    void sees_five_failures_in_a_row() {
        assertThat(trips(4)).isZero();

        assertThat(failure())
                .hasValueSatisfying(
                        why -> assertThat(why).contains("5 of the last 5").contains("down"));
    }

    @Test
    void does_not_see_five_that_are_less_than_half_of_the_last_twenty() {
        successes(15);

        assertThat(trips(9)).isZero();
        assertThat(trips(1)).isOne();
    }

    @Test
    void begins_to_count_anew_with_each_success() {
        for (var round = 0; round < 20; round++) {
            assertThat(trips(4)).isZero();
            successes(1);
        }
    }

    @Test
    void forgets_what_is_more_than_twenty_calls_ago() {
        successes(1000);

        assertThat(trips(9)).isZero();
        assertThat(trips(1)).isOne();
    }

    @Test
    void counts_calls_in_the_order_in_which_they_were_begun() {
        var slow = List.of(detector.begun(NOW), detector.begun(NOW));
        assertThat(trips(3)).isZero();
        var between = detector.begun(NOW);
        assertThat(trips(3)).isZero();

        slow.forEach(call -> assertThat(detector.answered(call, NOW)).isEmpty());
        assertThat(detector.answered(between, NOW)).isEmpty();

        assertThat(trips(1)).isZero();
        assertThat(trips(1)).isOne();
    }

    @Test
    void sees_a_row_as_soon_as_the_slow_call_before_it_has_failed_too() {
        var slow = detector.begun(NOW);
        assertThat(trips(4)).isZero();

        assertThat(detector.failed(slow, "down", NOW)).isPresent();
    }

    @Test
    void waits_five_seconds_for_a_call_that_hangs() {
        var hanging = detector.begun(NOW);
        assertThat(trips(6)).isZero();

        var later = NOW.plusSeconds(5);
        assertThat(detector.failed(detector.begun(later), "down", later)).isPresent();
        assertThat(detector.failed(hanging, "timed out", later)).isEmpty();
    }

    @Test
    void does_not_wait_for_what_came_to_nothing() {
        var left = detector.begun(NOW);
        assertThat(trips(4)).isZero();

        detector.left(left);

        assertThat(trips(1)).isOne();
    }

    @Test
    void begins_anew_after_it_has_seen_one() {
        assertThat(trips(5)).isOne();

        assertThat(trips(4)).isZero();
        assertThat(trips(1)).isOne();
    }

    @Test
    void believes_a_good_probe_until_half_of_the_next_calls_have_failed() {
        assertThat(trips(5)).isOne();

        detector.recovered();

        assertThat(trips(9)).isZero();
        assertThat(trips(1)).isOne();
    }
}
