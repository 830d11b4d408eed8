package io.sandkeeper.worker.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

class RememberedTest {
    private static final Duration FRESH = Duration.ofSeconds(2);

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger questions = new AtomicInteger();
    private volatile Optional<String> state = Optional.empty();

    private Remembered remembered(Vital vital, Duration limit) {
        return new Remembered(vital, limit, FRESH, nanos::get);
    }

    private Optional<String> answer() {
        questions.incrementAndGet();
        return state;
    }

    @Test
    void an_answer_holds_for_a_while_in_both_directions() {
        var remembered = remembered(this::answer, Duration.ofSeconds(10));
        assertThat(remembered.complaint()).isEmpty();

        state = Optional.of("away");
        assertThat(remembered.complaint()).isEmpty();
        nanos.addAndGet(FRESH.toNanos());
        assertThat(remembered.complaint()).contains("away");

        state = Optional.empty();
        assertThat(remembered.complaint()).contains("away");
        nanos.addAndGet(FRESH.toNanos());
        assertThat(remembered.complaint()).isEmpty();
        assertThat(questions).hasValue(3);
    }

    @Test
    void who_hangs_is_not_well_and_is_not_asked_by_ever_more_threads() throws Exception {
        var asked = new CountDownLatch(1);
        var gate = new CountDownLatch(1);
        Vital hanging =
                () -> {
                    questions.incrementAndGet();
                    asked.countDown();
                    try {
                        gate.await();
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                    return Optional.empty();
                };
        var remembered = remembered(hanging, Duration.ofMillis(50));

        assertThat(remembered.complaint()).contains("no answer within 50 ms");
        asked.await();
        nanos.addAndGet(FRESH.toNanos() * 10);
        assertThat(remembered.complaint()).contains("no answer within 50 ms");

        assertThat(questions).hasValue(1);
        gate.countDown();
    }

    @Test
    void who_fails_is_not_well() {
        Vital failing =
                () -> {
                    throw new IllegalStateException("with details that nobody needs");
                };

        assertThat(remembered(failing, Duration.ofSeconds(10)).complaint())
                .contains("IllegalStateException");
    }
}
