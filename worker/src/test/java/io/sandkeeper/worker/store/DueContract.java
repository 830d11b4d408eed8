package io.sandkeeper.worker.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import static java.util.stream.Collectors.toSet;

import io.sandkeeper.worker.session.SessionId;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Found by time and bucket. */
abstract class DueContract extends StoreTests {
    private List<String> due(Instant now, int limit) {
        return store().dueBy(ALL, now, limit).keySet().stream().map(SessionId::value).toList();
    }

    @Test
    void comes_longest_overdue_first_up_to_a_limit() {
        for (var i = 0; i < 10; i++) {
            stored(Sessions.due(Sessions.fresh("s-" + i), NOW.minusSeconds(i * 7 % 10)));
        }

        assertThat(due(NOW, 3)).containsExactly("s-7", "s-4", "s-1");
        assertThat(due(NOW, 100)).hasSize(10);
        assertThat(due(NOW.minusSeconds(8), 100)).containsExactly("s-7", "s-4");
        assertThat(due(NOW.minusSeconds(9).minusMillis(1), 100)).isEmpty();
    }

    @Test
    void comes_with_its_time_and_ends_with_the_time_asked_for() {
        var later = NOW.plusSeconds(2);
        stored(Sessions.due(Sessions.fresh("soon"), NOW.plusMillis(1)));
        stored(Sessions.due(Sessions.fresh("after"), later.plusMillis(1)));
        stored(Sessions.due(Sessions.fresh("last"), later));
        stored(Sessions.due(Sessions.fresh("overdue"), NOW.minusSeconds(90)));

        assertThat(store().dueBy(ALL, later, 10))
                .containsExactly(
                        entry(new SessionId("overdue"), NOW.minusSeconds(90)),
                        entry(new SessionId("soon"), NOW.plusMillis(1)),
                        entry(new SessionId("last"), later));
    }

    @Test
    void is_only_what_has_a_timer() {
        var read = stored(Sessions.due(Sessions.fresh("s-1"), NOW));
        assertThat(due(NOW, 10)).containsExactly("s-1");

        stored(touch(read));

        assertThat(due(NOW.plusSeconds(1000), 10)).isEmpty();
    }

    @Test
    void comes_from_the_given_buckets_only() {
        var all = new ArrayList<SessionId>();
        for (var i = 0; i < 60; i++) {
            all.add(stored(Sessions.due(Sessions.fresh("s-" + i), NOW)).id());
        }
        var ours = all.stream().map(Bucket::of).filter(bucket -> bucket % 2 == 0).collect(toSet());

        assertThat(store().dueBy(ours, NOW, 100).keySet())
                .containsExactlyInAnyOrderElementsOf(
                        all.stream().filter(id -> Bucket.of(id) % 2 == 0).toList());
        assertThat(store().dueBy(Set.of(), NOW, 100)).isEmpty();
    }
}
