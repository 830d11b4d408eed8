package io.sandkeeper.worker.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import static java.util.stream.Collectors.toSet;

import io.sandkeeper.worker.session.SessionId;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** What every store tells of what will be due. */
public abstract class UpcomingContract {
    private static final Instant NOW = Sessions.NOW;
    private static final Set<Integer> ALL =
            IntStream.range(0, Bucket.COUNT).boxed().collect(toSet());

    private Store store =
            new Store(new InMemorySessionStore(Duration.ofDays(1)), (_, _, _, _) -> Map.of());

    /** The same store, as both. */
    public record Store(SessionStore sessions, Upcoming upcoming) {}

    protected abstract Store empty();

    @BeforeEach
    void open() {
        store = empty();
    }

    private void dueAt(String id, Instant at) {
        var write = Sessions.due(Sessions.fresh(id), at);
        assertThat(store.sessions().write(List.of(write))).isEqualTo(Written.ALL);
    }

    @Test
    void begins_after_the_one_time_and_ends_with_the_other() {
        dueAt("now", NOW);
        dueAt("soon", NOW.plusMillis(1));
        dueAt("last", NOW.plusSeconds(2));
        dueAt("later", NOW.plusSeconds(2).plusMillis(1));

        assertThat(store.upcoming().upcoming(ALL, NOW, NOW.plusSeconds(2), 10))
                .containsOnly(
                        entry(new SessionId("soon"), NOW.plusMillis(1)),
                        entry(new SessionId("last"), NOW.plusSeconds(2)));
    }

    @Test
    void is_the_soonest_when_there_is_more_than_was_asked_for() {
        for (int i = 0; i < 20; i++) {
            dueAt("s-" + i, NOW.plusSeconds(1 + i * 7 % 20));
        }

        assertThat(store.upcoming().upcoming(ALL, NOW, NOW.plusSeconds(60), 2))
                .containsOnly(
                        entry(new SessionId("s-0"), NOW.plusSeconds(1)),
                        entry(new SessionId("s-3"), NOW.plusSeconds(2)));
    }

    @Test
    void is_of_the_given_buckets_only() {
        dueAt("s-1", NOW.plusSeconds(1));
        var others = ALL.stream().filter(it -> it != Bucket.of(new SessionId("s-1")));

        assertThat(store.upcoming().upcoming(others.collect(toSet()), NOW, NOW.plusSeconds(2), 9))
                .isEmpty();
        assertThat(store.upcoming().upcoming(Set.of(), NOW, NOW.plusSeconds(2), 9)).isEmpty();
    }
}
