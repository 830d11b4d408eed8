package io.sandkeeper.worker.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.stream.IntStream;

class DetectorTest {
    private final Detector detector = new Detector("e2b/-/create", Limits.DEFAULT.breaker());

    private long trips(int failures) {
        return IntStream.range(0, failures)
                .filter(_ -> detector.failed("down").isPresent())
                .count();
    }

    private void successes(int count) {
        IntStream.range(0, count).forEach(_ -> detector.answered());
    }

    @Test
    void sees_five_failures_in_a_row() {
        assertThat(trips(4)).isZero();

        assertThat(detector.failed("down"))
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
    void does_not_believe_those_who_fail_at_once_before_the_others_have_answered() {
        IntStream.range(0, 12).forEach(_ -> detector.begun());
        for (var failed = 0; failed < 5; failed++) {
            assertThat(trips(1)).isZero();
            detector.ended();
        }

        // Two of the other seven give up as well, and now it is more than half.
        IntStream.range(0, 2).forEach(_ -> detector.ended());
        assertThat(trips(1)).isOne();
    }

    @Test
    void of_many_that_hang_it_waits_for_no_more_than_the_window_holds() {
        IntStream.range(0, 600).forEach(_ -> detector.begun());

        assertThat(trips(9)).isZero();
        assertThat(trips(1)).isOne();
    }

    @Test
    void begins_anew_after_it_has_seen_one() {
        assertThat(trips(5)).isOne();

        assertThat(trips(4)).isZero();
        assertThat(trips(1)).isOne();
    }
}
