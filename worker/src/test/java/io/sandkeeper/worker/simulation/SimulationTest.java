package io.sandkeeper.worker.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;

/**
 * Seeded stories of three workers on one store, one cloud and one broker, with repeated and
 * crossing requests, lost answers, and workers that crash or freeze between any two steps. A
 * failure names its seed and tells the story; -Dsandkeeper.simulation.seed=N plays that one again,
 * and -Dsandkeeper.simulation.stories=N plays so many.
 */
class SimulationTest {
    private static final int STORIES = Integer.getInteger("sandkeeper.simulation.stories", 100);

    @Test
    void whatever_happens_each_session_ends_where_it_was_wanted_with_one_sandbox_or_none() {
        var only = Long.getLong("sandkeeper.simulation.seed");
        var seeds = only == null ? LongStream.range(0, STORIES) : LongStream.of(only);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long seed : seeds.toArray()) {
                var story = threads.submit((Callable<Integer>) () -> play(seed));
                assertThatCode(story::get).doesNotThrowAnyException();
            }
        }
    }

    private static int play(long seed) {
        var story = new Story(seed);
        try {
            story.run();
            new Ending(story).check();
        } catch (RuntimeException | Error e) {
            throw new AssertionError(
                    "seed %d: %s\n%s".formatted(seed, e, story.world.timeline.told()), e);
        } finally {
            story.end();
        }
        return story.world.timeline.fingerprint();
    }

    @Test
    void a_seed_tells_the_same_story_each_time() {
        assertThat(play(7)).isEqualTo(play(7));
    }
}
