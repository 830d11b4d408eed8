package io.sandkeeper.worker.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.store.StoreUnavailable;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** A worker ends, or the store fails, at every single step. */
class CrashTest {
    private static final Duration HOUR = Duration.ofHours(1);

    /** When it happens. */
    enum Moment {
        BEFORE,
        /** What was asked is done, and nobody hears of it. */
        AFTER
    }

    private static Project before() {
        return new Project().file("a", "1").file("b", "2");
    }

    /** Its new content takes two objects. */
    private static Project after() {
        return before().file("b", "3")
                .file(Project.path("large"), Project.noise(2, 300))
                .file(Project.path("larger"), Project.noise(3, 300));
    }

    /** Fails at one step; a worker that ended does nothing more. */
    private static final class Failing implements Watched.Hands {
        private final int at;
        private final Moment moment;
        private final boolean forEver;
        private int step;
        private boolean failed;

        Failing(int at, Moment moment, boolean forEver) {
            this.at = at;
            this.moment = moment;
            this.forEver = forEver;
        }

        @Override
        public <T> T call(Supplier<T> deed) {
            if (failed && forEver) {
                throw new StoreUnavailable("this worker has ended");
            }
            if (step++ != at) {
                return deed.get();
            }
            failed = true;
            if (moment == Moment.AFTER) {
                var _ = deed.get();
            }
            throw new StoreUnavailable("step " + at);
        }

        Archives archives(Place place) {
            var watched = Watched.by(this, place.vault, place.catalogue);
            return place.archives(watched.vault(), watched.catalogue());
        }
    }

    private static Place withOne() {
        var place = new Place(400);
        place.take(before());
        place.later(Duration.ofMinutes(5));
        return place;
    }

    private static void requireWholeAndClean(Place place, String when) {
        var newest = place.newest();
        assertThat(before().isIn(newest) || after().isIn(newest)).as(when).isTrue();

        place.later(Duration.ofMinutes(5)).take(after());
        assertThat(after().isIn(place.newest())).as(when).isTrue();

        place.later(HOUR).prune();
        place.later(HOUR).prune();
        assertThat(place.vault.objects.keySet()).as(when).isEqualTo(place.needed());
        assertThat(place.catalogue.of(Place.SESSION))
                .as(when)
                .allMatch(card -> card instanceof Card.Durable && !card.isCondemned());
        assertThat(after().isIn(place.newest())).as(when).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void of_a_worker_that_archives_loses_nothing_and_leaves_nothing(Moment moment) {
        var steps = 0;
        for (var failed = true; failed; steps++) {
            var place = withOne();
            var failing = new Failing(steps, moment, true);
            try {
                var draft =
                        after().put(
                                        failing.archives(place)
                                                .begin(Place.SESSION, Place.ROOT, place.now));
                draft.finish(after().manifest(), List.of(), place.now);
            } catch (StoreUnavailable _) {
                // It ended.
            }
            failed = failing.failed;

            requireWholeAndClean(place, "%s step %d".formatted(moment, steps));
        }
        assertThat(steps).isGreaterThan(7);
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void of_a_store_under_an_archive_is_cleared_up_at_once(Moment moment) {
        var steps = 0;
        for (var failed = true; failed; steps++) {
            var place = withOne();
            var failing = new Failing(steps, moment, false);
            var archives = failing.archives(place);
            try {
                var draft = archives.begin(Place.SESSION, Place.ROOT, place.now);
                try {
                    after().put(draft).finish(after().manifest(), List.of(), place.now);
                } catch (StoreUnavailable _) {
                    draft.abandon(place.now);
                    assertThat(place.vault.objects.keySet()).isEqualTo(place.needed());
                }
            } catch (StoreUnavailable _) {
                // There is no draft to abandon.
            }
            failed = failing.failed;

            requireWholeAndClean(place, "%s step %d".formatted(moment, steps));
        }
        assertThat(steps).isGreaterThan(7);
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void of_a_worker_that_prunes_loses_nothing_and_leaves_nothing(Moment moment) {
        var steps = 0;
        for (var failed = true; failed; steps++) {
            var place = withSurplus();
            var failing = new Failing(steps, moment, true);
            try {
                failing.archives(place).prune(Place.SESSION, new KeepRules(1, 0), place.now);
            } catch (StoreUnavailable _) {
                // It ended.
            }
            failed = failing.failed;

            requireWholeAndClean(place, "%s step %d".formatted(moment, steps));
        }
        var undisturbed = withSurplus();
        var pruned =
                undisturbed.archives.prune(Place.SESSION, new KeepRules(1, 0), undisturbed.now);
        assertThat(pruned.condemned()).isPositive();
        assertThat(pruned.removed()).isPositive();
        assertThat(pruned.objects()).isPositive();
        assertThat(steps).isGreaterThan(pruned.condemned() + pruned.removed() + pruned.objects());
    }

    /** One to condemn, one to remove, and what a worker left that ended. */
    private static Place withSurplus() {
        var place = withOne();
        place.archives.prune(Place.SESSION, new KeepRules(1, 0), place.now);
        after().put(place.begin());
        place.later(HOUR).take(before());
        place.archives.prune(Place.SESSION, new KeepRules(1, 0), place.now);
        place.later(HOUR).take(before().file("c", "4"));
        place.later(Duration.ofMinutes(1)).take(after());
        return place;
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void of_a_worker_that_forgets_a_session_is_mended_by_the_next(Moment moment) {
        var steps = 0;
        for (var failed = true; failed; steps++) {
            var place = withSurplus();
            var failing = new Failing(steps, moment, true);
            try {
                failing.archives(place).forget(Place.SESSION, place.now);
            } catch (StoreUnavailable _) {
                // It ended.
            }
            failed = failing.failed;

            place.archives.forget(Place.SESSION, place.now);
            assertThat(place.vault.objects).isEmpty();
            assertThat(place.catalogue.of(Place.SESSION)).isEmpty();
        }
        assertThat(steps).isGreaterThan(9);
    }
}
