package io.sandkeeper.worker.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

class KeepRulesTest {
    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");

    /** Times are hours before noon. */
    @ParameterizedTest
    @CsvSource({
        "2, 0, '',            ''",
        "2, 0, 1,             1",
        "2, 0, 1 2 3,         1 2",
        "2, 0, 500 900 999,   500 900",
        "1, 1, 1 2 3,         1",
        "1, 2, 1 2 13 20 50,  1 13",
        "1, 3, 1 2 13 20 50,  1 13 50",
        "5, 7, 1 2 3 4 5 6 7, 1 2 3 4 5",
        "5, 7, 1 2 3 4 5 6 30 31 60 200, 1 2 3 4 5 30 60",
        "1, 7, 155 156 157,   155",
        "1, 7, 1 155 156 157, 1 155",
        "1, 7, 1 157 158,     1",
        "3, 7, -30 1 2 3,     -30 1 2"
    })
    void keep_the_newest_and_one_of_each_day(int newest, int daily, String taken, String kept) {
        assertThat(new KeepRules(newest, daily).kept(times(taken), NOW))
                .containsExactlyInAnyOrderElementsOf(times(kept));
    }

    private static List<Instant> times(String hours) {
        return Arrays.stream(hours.split(" "))
                .filter(one -> !one.isEmpty())
                .map(one -> NOW.minus(Duration.ofHours(Long.parseLong(one))))
                .toList();
    }

    @Test
    void never_forget_the_newest_and_never_keep_more_than_both_together() {
        for (var seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            var rules = new KeepRules(1 + random.nextInt(6), random.nextInt(9));
            var taken = new ArrayList<Instant>();
            for (var i = random.nextInt(40) + 1; i > 0; i--) {
                taken.add(NOW.minusSeconds(random.nextInt(14 * 24 * 3600)));
            }

            var kept = rules.kept(taken, NOW);

            assertThat(taken).as("seed %d", seed).containsAll(kept);
            assertThat(kept)
                    .as("seed %d", seed)
                    .contains(taken.stream().max(Instant::compareTo).orElseThrow())
                    .hasSizeLessThanOrEqualTo(rules.newest() + rules.daily());
            // What was kept is kept when it is looked at again.
            assertThat(rules.kept(kept, NOW)).as("seed %d", seed).isEqualTo(kept);
        }
    }

    @Test
    void that_would_forget_all_are_none() {
        assertThatThrownBy(() -> new KeepRules(0, 7)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> new KeepRules(1, -1)).hasMessageContaining("at least 0");
    }
}
