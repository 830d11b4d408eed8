package io.sandkeeper.bench.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.events.EventType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;

/** The store does not answer for a while. */
@ExtendWith(Drills.class)
@Timeout(300)
class StoreDrillTest {
    @Test
    void a_stalled_store_pauses_the_intake_and_nothing_is_lost(Stage stage) throws Exception {
        var expected = new Expected("stalled");
        try (var load = new Load(stage.upstream(), expected)) {
            load.goOnFor(Duration.ofSeconds(3));
            stage.machinery().store().freeze();
            load.goOnFor(Duration.ofSeconds(10));
            var unheard = load.newest();

            assertThat(stage.books().lag()).as("what is not stored is not committed").isNotEmpty();
            assertThat(stage.audience().count(unheard, EventType.QUEUED)).isZero();

            stage.machinery().store().wake();
            load.goOnFor(Duration.ofSeconds(3));
        }
        stage.verify(expected);
    }
}
