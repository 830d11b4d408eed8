package io.sandkeeper.bench.stage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.stream.IntStream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CallsTest {
    private static final CallTime AT_ONCE = CallTime.always(Duration.ZERO);

    private final Calls calls = new Calls("s", 3, AT_ONCE);

    @Test
    void what_was_never_called_called_again_or_not_ours_is_counted() throws Exception {
        calls.make("s0");
        calls.make("s2");
        calls.make("s2");
        calls.make("w1");

        var book = calls.book();

        assertThat(book.never()).isOne();
        assertThat(book.repeated()).isOne();
        assertThat(book.others()).isOne();
        assertThat(book.endedMillis()).hasSize(2);
        assertThat(book.peak()).isOne();
        assertThat(calls.await(Duration.ZERO)).isFalse();
    }

    @Test
    void a_record_before_its_predecessor_is_disorder() {
        calls.inOrder("s0", 5);
        calls.inOrder("s1", 4);
        calls.inOrder("s0", 6);
        calls.inOrder("s1", 3);

        assertThat(calls.book().disorder()).isOne();
    }

    @Test
    void one_of_a_hundred_is_slow() {
        var time = new CallTime(Duration.ofMillis(50), 100, Duration.ofSeconds(3));

        assertThat(CallTime.parse(time.text())).isEqualTo(time);
        assertThat(IntStream.range(0, 1000).mapToObj(time::of))
                .filteredOn(Duration.ofSeconds(3)::equals)
                .hasSize(10);
        assertThat(AT_ONCE.of(50)).isZero();
    }
}
