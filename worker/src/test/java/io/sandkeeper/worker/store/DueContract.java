package io.sandkeeper.worker.store;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.stream.Collectors.toSet;

import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Found by time and bucket. */
abstract class DueContract extends StoreTests {
    private List<String> due(Instant now, int limit) {
        return store().due(ALL, now, limit).sessions().stream()
                .map(session -> session.id().value())
                .toList();
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

        var due = store().due(ours, NOW, 100).sessions();

        assertThat(due.stream().map(Session::id))
                .containsExactlyInAnyOrderElementsOf(
                        all.stream().filter(id -> Bucket.of(id) % 2 == 0).toList());
        assertThat(store().due(Set.of(), NOW, 100)).isEqualTo(Found.NOTHING);
    }

    @Test
    void comes_whole() {
        var read = stored(Sessions.due(Sessions.fresh("s-1"), NOW));

        assertThat(store().due(ALL, NOW, 1).sessions()).containsExactly(read);
    }
}
