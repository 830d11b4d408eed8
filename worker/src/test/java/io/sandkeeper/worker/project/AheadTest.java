package io.sandkeeper.worker.project;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes on while something else is done. */
final class AheadTest {
    @Test
    @Timeout(10)
    void an_error_there_is_an_error_here_and_nobody_waits_for_ever() {
        try (var ahead =
                Ahead.start(
                        () -> {
                            throw new StackOverflowError("deep");
                        })) {
            assertThatExceptionOfType(StackOverflowError.class).isThrownBy(ahead::await);
        }
    }
}
