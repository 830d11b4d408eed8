package io.sandkeeper.worker.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.monitor.Outlook.Change;
import io.sandkeeper.worker.session.SessionId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;

class OutlookTest {
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private final Outlook outlook = new Outlook();
    private Instant now = Instant.parse("2026-11-20T12:00:00Z");
    private int sessions;
    private int next;

    /** The next session's check, as they follow each other within an interval. */
    private Change check(boolean well) {
        now = now.plus(INTERVAL.dividedBy(sessions));
        return outlook.heard(session(next++ % sessions), well, false, sessions, now);
    }

    private static SessionId session(int number) {
        return new SessionId("s-" + number);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void a_small_fleet_may_lose_all_it_has(int all) {
        sessions = all;

        for (int i = 0; i < 20 * all; i++) {
            assertThat(check(false)).isEqualTo(Change.NONE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // sessions, how many bad ones it takes at most
        "6,    6",
        "12,   7",
        "100,  7",
        "1000, 31",
        "5000, 31",
    })
    void many_bad_ones_at_once_are_an_outage(int all, int atMost) {
        sessions = all;
        for (int i = 0; i < all; i++) {
            check(true);
        }
        int bad = 0;
        Change change;
        do {
            bad++;
            change = check(false);
        } while (change == Change.NONE && bad < all);

        assertThat(change).isEqualTo(Change.WENT_DARK);
        assertThat(bad).isLessThanOrEqualTo(atMost);
        assertThat(outlook.isDark()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void one_in_five_here_and_there_is_none(long seed) {
        sessions = 2_000;
        var random = new Random(seed);

        for (int i = 0; i < 20_000; i++) {
            assertThat(check(random.nextInt(5) > 0)).as("seed " + seed).isEqualTo(Change.NONE);
        }
    }

    @Test
    void a_few_that_are_looked_at_again_and_again_are_still_a_few() {
        sessions = 100;
        for (int i = 0; i < 100; i++) {
            check(true);
        }
        for (int i = 0; i < 6; i++) {
            check(false);
        }

        for (int i = 0; i < 60; i++) {
            assertThat(outlook.heard(session(i % 6), false, true, sessions, now))
                    .isEqualTo(Change.NONE);
        }
    }

    @Test
    void it_is_over_when_most_of_a_new_set_is_well() {
        sessions = 24;
        for (int i = 0; i < 12; i++) {
            check(false);
        }
        assertThat(outlook.isDark()).isTrue();
        for (int i = 0; i < 24; i++) {
            assertThat(check(i % 2 == 0)).isEqualTo(Change.NONE);
        }

        int well = 1;
        while (check(true) == Change.NONE) {
            well++;
        }

        assertThat(well).isLessThanOrEqualTo(12);
        assertThat(outlook.isDark()).isFalse();
    }

    @Test
    void it_ends_also_when_checks_are_rarer_than_the_window() {
        sessions = 12;
        for (int i = 0; i < 6; i++) {
            check(false);
        }
        assertThat(outlook.isDark()).isTrue();

        Change change = Change.NONE;
        for (int i = 0; i < 12 && change == Change.NONE; i++) {
            now = now.plusSeconds(50);
            change = check(true);
        }

        assertThat(change).isEqualTo(Change.CAME_BACK);
    }

    @Test
    void what_is_long_ago_does_not_count() {
        sessions = 100;
        for (int i = 0; i < 5; i++) {
            check(false);
        }
        now = now.plusSeconds(61);

        for (int i = 0; i < 5; i++) {
            assertThat(check(false)).isEqualTo(Change.NONE);
        }
    }
}
