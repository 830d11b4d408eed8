package io.sandkeeper.worker.archive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * Two workers archive and two prune, step by step in every order that a seed thinks of, each by a
 * clock that may be wrong by hours.
 */
class InterleavingTest {
    private static final int SEEDS = 400;
    private static final int WRONG = 150;

    private static final class Story {
        private final Random random;
        private final Place place = new Place(8);
        private final Turns turns;
        private int archived;
        private int givenUp;

        Story(int seed) {
            random = new Random(seed);
            turns = new Turns(random);
        }

        void run(int seed) {
            place.take(project(0));
            for (var worker = 0; worker < 2; worker++) {
                var ahead = Duration.ofMinutes(random.nextInt(-WRONG, WRONG));
                turns.add(hands -> archive(hands, ahead));
            }
            for (var worker = 0; worker < 2; worker++) {
                var ahead = Duration.ofMinutes(random.nextInt(-WRONG, WRONG));
                turns.add(hands -> prune(hands, ahead));
            }
            turns.play(() -> look(seed));

            place.later(Duration.ofMinutes(2 * WRONG + 60));
            place.archives.prune(Place.SESSION, new KeepRules(2, 0), place.now);
            place.later(Duration.ofMinutes(2 * WRONG + 60));
            place.archives.prune(Place.SESSION, new KeepRules(2, 0), place.now);
            assertThat(place.vault.objects.keySet()).as("seed %d", seed).isEqualTo(place.needed());
        }

        private Archives seen(Watched.Hands hands) {
            var watched = Watched.by(hands, place.vault, place.catalogue);
            return place.archives(watched.vault(), watched.catalogue());
        }

        private Project project(int version) {
            return new Project()
                    .file("same", "same")
                    .file("comes and goes", "is " + version % 3)
                    .file("changes", "is " + version);
        }

        private void archive(Watched.Hands hands, Duration ahead) {
            var archives = seen(hands);
            for (var i = 0; i < 4; i++) {
                var project = project(random.nextInt(100));
                var draft = archives.begin(Place.SESSION, Place.ROOT, place.now.plus(ahead));
                try {
                    project.put(draft).finish(project.manifest(), List.of(), place.now.plus(ahead));
                    archived++;
                } catch (GivenUp _) {
                    givenUp++;
                }
            }
        }

        private void prune(Watched.Hands hands, Duration ahead) {
            var archives = seen(hands);
            for (var i = 0; i < 5; i++) {
                archives.prune(Place.SESSION, new KeepRules(1, 0), place.now.plus(ahead));
            }
        }

        /** What can be seen is whole. */
        private void look(int seed) {
            if (random.nextInt(4) == 0) {
                place.later(Duration.ofMinutes(random.nextInt(40)));
            }
            for (var card : place.catalogue.of(Place.SESSION)) {
                if (card instanceof Card.Durable(var archive, var condemnedAt)
                        && condemnedAt.isEmpty()) {
                    assertThat(place.vault.objects.keySet())
                            .as("seed %d, %s", seed, archive.id())
                            .contains(archive.manifest())
                            .containsAll(archive.objects());
                }
            }
        }
    }

    @Test
    void no_archive_that_can_be_seen_ever_misses_anything() {
        var archived = 0;
        var givenUp = 0;
        for (var seed = 0; seed < SEEDS; seed++) {
            var story = new Story(seed);
            story.run(seed);
            archived += story.archived;
            givenUp += story.givenUp;
        }

        // The stories are worth telling: much is archived, and some is given up under way.
        assertThat(archived).isGreaterThan(SEEDS);
        assertThat(givenUp).isGreaterThan(SEEDS / 20);
    }
}
