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
import java.util.Set;
import java.util.stream.IntStream;

/** What every store tells of what is due until some time. */
public abstract class DueByContract {
    private static final Instant NOW = Sessions.NOW;
    private static final Set<Integer> ALL =
            IntStream.range(0, Bucket.COUNT).boxed().collect(toSet());

    private SessionStore store = new InMemorySessionStore(Duration.ofDays(1));

    protected abstract SessionStore empty();

    @BeforeEach
    void open() {
        store = empty();
    }

    private void dueAt(String id, Instant at) {
        var write = Sessions.due(Sessions.fresh(id), at);
        assertThat(store.write(List.of(write))).isEqualTo(Written.ALL);
    }

    @Test
    void ends_with_the_time_asked_for_and_begins_with_the_longest_overdue() {
        dueAt("soon", NOW.plusMillis(1));
        dueAt("later", NOW.plusSeconds(2).plusMillis(1));
        dueAt("now", NOW);
        dueAt("last", NOW.plusSeconds(2));
        dueAt("overdue", NOW.minusSeconds(90));

        assertThat(store.dueBy(ALL, NOW.plusSeconds(2), 10))
                .containsExactly(
                        entry(new SessionId("overdue"), NOW.minusSeconds(90)),
                        entry(new SessionId("now"), NOW),
                        entry(new SessionId("soon"), NOW.plusMillis(1)),
                        entry(new SessionId("last"), NOW.plusSeconds(2)));
    }

    @Test
    void is_the_first_when_there_is_more_than_was_asked_for() {
        for (int i = 0; i < 20; i++) {
            dueAt("s-" + i, NOW.plusSeconds(1 + i * 7 % 20));
        }

        assertThat(store.dueBy(ALL, NOW.plusSeconds(60), 2))
                .containsExactly(
                        entry(new SessionId("s-0"), NOW.plusSeconds(1)),
                        entry(new SessionId("s-3"), NOW.plusSeconds(2)));
    }

    @Test
    void is_of_the_given_buckets_only() {
        dueAt("s-1", NOW.plusSeconds(1));
        var mine = Bucket.of(new SessionId("s-1"));
        var others = ALL.stream().filter(it -> it != mine).collect(toSet());
        var until = NOW.plusSeconds(2);

        assertThat(store.dueBy(Set.of(mine), until, 9)).containsOnlyKeys(new SessionId("s-1"));
        assertThat(store.dueBy(others, until, 9)).isEmpty();
        assertThat(store.dueBy(Set.of(), until, 9)).isEmpty();
    }
}
