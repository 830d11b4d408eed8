package io.sandkeeper.worker.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.session.SessionId;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.time.Instant;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PlacesTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final SessionId FIRST = new SessionId("first");
    private static final SessionId SECOND = new SessionId("second");
    private static final SessionId THIRD = new SessionId("third");

    private final Places places = new Places(1);

    @Test
    void who_finds_none_is_called_when_one_is_free_in_the_order_of_coming() {
        assertThat(places.take(FIRST, NOW)).isTrue();
        assertThat(places.take(SECOND, NOW)).isFalse();
        assertThat(places.take(THIRD, NOW)).isFalse();
        assertThat(places.call(NOW)).isEmpty();

        places.free();

        assertThat(places.call(NOW)).contains(SECOND);
        assertThat(places.call(NOW)).isEmpty();
        assertThat(places.take(SECOND, NOW)).isTrue();
    }

    @Test
    void nobody_takes_the_place_of_who_was_called() {
        places.take(FIRST, NOW);
        places.take(SECOND, NOW);
        places.free();
        places.call(NOW);

        assertThat(places.take(THIRD, NOW)).isFalse();
        assertThat(places.take(SECOND, NOW)).isTrue();
    }

    @Test
    void who_does_not_come_loses_the_place() {
        places.take(FIRST, NOW);
        places.take(SECOND, NOW);
        places.take(THIRD, NOW);
        places.free();
        places.call(NOW);

        assertThat(places.call(NOW.plusSeconds(6))).contains(THIRD);
        assertThat(places.take(THIRD, NOW.plusSeconds(6))).isTrue();
    }

    @Test
    void who_waits_twice_is_called_once() {
        places.take(FIRST, NOW);
        places.take(SECOND, NOW);
        places.take(SECOND, NOW);
        places.free();
        places.call(NOW);
        places.take(SECOND, NOW);
        places.free();

        assertThat(places.call(NOW)).isEmpty();
        assertThat(places.take(THIRD, NOW)).isTrue();
    }
}
