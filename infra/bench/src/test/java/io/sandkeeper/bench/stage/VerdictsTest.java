package io.sandkeeper.bench.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sandkeeper.bench.Figure;

import org.junit.jupiter.api.Test;

class VerdictsTest {
    @Test
    void a_bound_is_kept_up_to_the_bound_itself() {
        assertThat(Verdicts.atMost("x", Figure.millis(250), 250, "").note()).isEqualTo("met");
        assertThat(Verdicts.atMost("x", Figure.millis(250.1), 250, "").note()).isEqualTo("MISSED");
        assertThat(Verdicts.atLeast("x", Figure.millis(95), 95, "n").note()).isEqualTo("met; n");
        assertThat(Verdicts.atLeast("x", Figure.millis(94.9), 95, "n").note())
                .isEqualTo("MISSED; n");
    }

    @Test
    void the_median_is_the_middle_or_between_the_two_in_the_middle() {
        assertThat(Verdicts.median(9, 1, 5)).isEqualTo(5);
        assertThat(Verdicts.median(9, 1, 5, 7)).isEqualTo(6);
        assertThatThrownBy(Verdicts::median).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_load_is_the_first_three_numbers() {
        assertThat(Load.average("0.20 1.18 12.92 1/80 4206\n")).isEqualTo("load 0.20 1.18 12.92");
        assertThat(Load.average("")).isEqualTo("unknown load");
    }
}
