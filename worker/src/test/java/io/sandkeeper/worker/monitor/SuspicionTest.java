package io.sandkeeper.worker.monitor;

import static io.sandkeeper.worker.session.Health.ERROR;
import static io.sandkeeper.worker.session.Health.EXPIRED;
import static io.sandkeeper.worker.session.Health.HEALTHY;
import static io.sandkeeper.worker.session.Health.UNREACHABLE;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.monitor.Suspicion.Step;
import io.sandkeeper.worker.session.Health;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

class SuspicionTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private static final List<Health> ANYTHING = List.of(Health.values());

    /** What each look finds, by its first letter, what follows, and the waits in between. */
    @ParameterizedTest
    @CsvSource({
        "H,     HEALTHY,     ''",
        // Only the control plane's word is believed after one look more.
        "XX,    EXPIRED,     1",
        "XH,    HEALTHY,     1",
        "UUUU,  UNREACHABLE, 1 2 4",
        "EEEE,  ERROR,       1 2 4",
        "UUUH,  HEALTHY,     1 2 4",
        "EEEH,  HEALTHY,     1 2 4",
        "EH,    HEALTHY,     1",
        // It dies while it is being looked at.
        "UXX,   EXPIRED,     1 2",
        "EEXX,  EXPIRED,     1 2 4",
        "UUUXX, EXPIRED,     1 2 4 1",
        "EEEXX, EXPIRED,     1 2 4 1",
        // What says one thing and then another is not replaced.
        "UUUXU, UNREACHABLE, 1 2 4 1",
        "EEEXE, UNREACHABLE, 1 2 4 1",
        "EEEU,  UNREACHABLE, 1 2 4",
        "UEEE,  UNREACHABLE, 1 2 4",
        "XEXE,  UNREACHABLE, 1 2 4",
        "A,     MOOT,        ''",
        "UUA,   MOOT,        1 2",
    })
    void looks_until_it_is_certain(String looks, String outcome, String waits) {
        var course = Course.of(looks);

        assertThat(course.outcome()).isEqualTo(outcome);
        assertThat(course.looks()).isEqualTo(looks.length());
        assertThat(course.waits())
                .isEqualTo(
                        List.of(waits.split(" ")).stream()
                                .filter(wait -> !wait.isEmpty())
                                .map(Long::parseLong)
                                .toList());
    }

    @Test
    void rests_on_its_first_look() {
        var first = Suspicion.after(Optional.empty(), seen(EXPIRED), NOW);
        var before = ((Step.LookAgain) first).suspicion();

        assertThat(Suspicion.after(Optional.of(before), seen(EXPIRED), NOW.plusSeconds(1)))
                .isEqualTo(new Step.Certain(EXPIRED, "EXPIRED", NOW));
    }

    /** Whatever is found, in whatever order. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void never_finds_anybody_ill_too_soon(long seed) {
        var random = new Random(seed);
        for (int life = 0; life < 2_000; life++) {
            var found = new ArrayList<Health>();
            var suspicion = Optional.<Suspicion>empty();
            var now = NOW;
            Step step;
            do {
                var health = ANYTHING.get(random.nextInt(ANYTHING.size()));
                found.add(health);
                step = Suspicion.after(suspicion, seen(health), now);
                suspicion =
                        step instanceof Step.LookAgain(var grown, _)
                                ? Optional.of(grown)
                                : Optional.empty();
                if (step instanceof Step.LookAgain(_, var after)) {
                    assertThat(after).isPositive();
                    now = now.plus(after);
                }
            } while (step instanceof Step.LookAgain);

            var certain = (Step.Certain) step;
            var what = "seed " + seed + ", found " + found;
            assertThat(found).as(what).hasSizeLessThanOrEqualTo(5);
            assertThat(found.subList(0, found.size() - 1)).as(what).doesNotContain(HEALTHY);
            switch (certain.health()) {
                case HEALTHY -> assertThat(found.getLast()).as(what).isEqualTo(HEALTHY);
                case EXPIRED ->
                        assertThat(found.reversed().subList(0, 2)).as(what).containsOnly(EXPIRED);
                case ERROR -> assertThat(found).as(what).hasSize(4).containsOnly(ERROR);
                case UNREACHABLE ->
                        assertThat(Duration.between(NOW, now))
                                .as(what)
                                .isGreaterThanOrEqualTo(Duration.ofSeconds(7));
            }
        }
    }

    private static Finding seen(Health health) {
        return new Finding.Seen(health, health.name());
    }

    private record Course(String outcome, int looks, List<Long> waits) {
        static Course of(String looks) {
            var waits = new ArrayList<Long>();
            var suspicion = Optional.<Suspicion>empty();
            int count = 0;
            while (count < looks.length()) {
                var finding = finding(looks.charAt(count));
                count++;
                switch (Suspicion.after(suspicion, finding, NOW)) {
                    case Step.LookAgain(var grown, var after) -> {
                        suspicion = Optional.of(grown);
                        waits.add(after.toSeconds());
                    }
                    case Step.Certain(var health, _, _) -> {
                        return new Course(health.name(), count, waits);
                    }
                    case Step.Moot _ -> {
                        return new Course("MOOT", count, waits);
                    }
                }
            }
            return new Course("OPEN", count, waits);
        }

        private static Finding finding(char letter) {
            return switch (letter) {
                case 'H' -> seen(HEALTHY);
                case 'X' -> seen(EXPIRED);
                case 'U' -> seen(UNREACHABLE);
                case 'E' -> seen(ERROR);
                default -> new Finding.Asleep();
            };
        }
    }
}
