package io.sandkeeper.worker.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.SessionStore.Told;
import io.sandkeeper.worker.store.SessionStore.Unpublished;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What waits inside the session to be published. */
abstract class OutboxContract extends StoreTests {
    private final Instant soon = NOW.plusSeconds(10);

    private List<Unpublished> waiting() {
        return store().unpublished(ALL, soon, 100);
    }

    private List<Long> sequences() {
        return waiting().stream()
                .flatMap(one -> one.publications().stream())
                .map(Publication::sequence)
                .toList();
    }

    @Test
    void keeps_what_was_told_in_order_and_whole() {
        var opened = Sessions.telling(Sessions.fresh("s-1"), NOW, 1, 3);
        var read = stored(opened);
        var more = Sessions.telling(read, NOW.plusSeconds(1), 4, 5);
        stored(more);

        var all =
                Stream.concat(opened.publications().stream(), more.publications().stream())
                        .toList();
        assertThat(waiting()).containsExactly(new Unpublished(read.id(), all));
    }

    @Test
    void is_read_for_the_sessions_that_exist_also_when_nothing_is_in_it() {
        var some = Sessions.telling(Sessions.fresh("s-1"), NOW, 1, 3);
        var id = stored(some).id();
        var silent = stored("s-2").id();
        stored(Sessions.telling(Sessions.fresh("s-3"), NOW, 1, 1));

        assertThat(store().outboxes(List.of(id, silent, new SessionId("unknown"))))
                .containsExactlyInAnyOrder(
                        new Unpublished(id, some.publications()),
                        new Unpublished(silent, List.of()));
        assertThat(store().outboxes(List.of())).isEmpty();
    }

    @Test
    void and_the_sequence_say_how_far_a_session_has_told() {
        var id = stored(Sessions.telling(Sessions.fresh("s-1"), NOW, 1, 3)).id();
        var unknown = new SessionId("unknown");
        assertThat(store().told(List.of(id, unknown))).isEqualTo(Map.of(id, new Told(3, 3)));

        store().published(Map.of(id, 2L));
        assertThat(store().told(List.of(id))).isEqualTo(Map.of(id, new Told(3, 3)));

        store().published(Map.of(id, 3L));
        assertThat(store().told(List.of(id))).isEqualTo(Map.of(id, new Told(3, 0)));
        assertThat(store().told(List.of())).isEmpty();
    }

    @Test
    void forgets_what_was_published_and_nothing_newer() {
        var id = stored(Sessions.telling(Sessions.fresh("s-1"), NOW, 1, 4)).id();

        store().published(Map.of(id, 2L));
        assertThat(sequences()).containsExactly(3L, 4L);

        store().published(Map.of(id, 1L));
        assertThat(sequences()).containsExactly(3L, 4L);

        store().published(Map.of(id, 4L, new SessionId("unknown"), 9L));
        assertThat(waiting()).isEmpty();
    }

    @Test
    void waits_since_its_oldest_entry() {
        var read = stored(Sessions.telling(Sessions.fresh("s-1"), NOW, 1, 2));
        stored(Sessions.telling(read, soon, 3, 3));

        assertThat(sequences()).containsExactly(1L, 2L, 3L);
        assertThat(store().unpublished(ALL, NOW, 100)).isEmpty();

        store().published(Map.of(read.id(), 2L));
        assertThat(waiting()).isEmpty();
        assertThat(store().unpublished(ALL, soon.plusMillis(1), 100)).hasSize(1);
    }

    @Test
    void that_was_emptied_waits_anew() {
        var read = stored(Sessions.telling(Sessions.fresh("s-1"), NOW, 1, 2));
        store().published(Map.of(read.id(), 2L));
        stored(Sessions.telling(read, NOW.plusSeconds(2), 3, 3));

        assertThat(store().unpublished(ALL, NOW.plusSeconds(2), 100)).isEmpty();
        assertThat(sequences()).containsExactly(3L);
    }

    @Test
    void is_looked_at_in_the_order_of_waiting_up_to_a_limit_and_by_bucket() {
        for (var i = 0; i < 6; i++) {
            stored(Sessions.telling(Sessions.fresh("s-" + i), NOW.minusSeconds(i), 1, 1));
        }
        stored("silent");

        var first = store().unpublished(ALL, soon, 3);
        var bucket = Bucket.of(new SessionId("s-1"));
        var ours = store().unpublished(Set.of(bucket), soon, 100);

        assertThat(first.stream().map(one -> one.session().value()))
                .containsExactly("s-5", "s-4", "s-3");
        assertThat(ours).isNotEmpty().allMatch(one -> Bucket.of(one.session()) == bucket);
    }

    @Test
    void that_is_full_takes_more_only_after_it_was_published() {
        var half = SessionStore.OUTBOX_BYTES / 2;
        var fresh = Sessions.fresh("s-1");
        var read = stored(told(fresh, Sessions.publication(1, NOW, half)));
        var more = told(read, Sessions.publication(2, NOW, half));

        assertThat(store().write(List.of(more)))
                .isEqualTo(new Written(Set.of(), Map.of(read.id(), Written.Refusal.OUTBOX_FULL)));
        assertThat(lost(touch(read))).isEmpty();

        store().published(Map.of(read.id(), 1L));
        var again = read(read.id());
        stored(told(again, Sessions.publication(2, NOW, half)));
        assertThat(sequences()).containsExactly(2L);
    }

    @Test
    void never_takes_what_is_larger_than_it() {
        var fresh = Sessions.fresh("s-1");
        var huge = Sessions.publication(1, NOW, SessionStore.OUTBOX_BYTES);

        var written = store().write(List.of(told(fresh, huge)));

        assertThat(written.refused()).isEqualTo(Map.of(fresh.id(), Written.Refusal.TOO_LARGE));
    }

    private SessionWrite told(Session read, Publication publication) {
        return new SessionWrite(
                read,
                Sessions.sequence(read, publication.sequence()),
                List.of(publication),
                List.of(),
                Optional.empty());
    }
}
