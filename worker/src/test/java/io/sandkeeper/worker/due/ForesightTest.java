package io.sandkeeper.worker.due;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.Bucket;
import io.sandkeeper.worker.store.InMemorySessionStore;
import io.sandkeeper.worker.store.Sessions;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

class ForesightTest {
    private static final Instant NOW = Sessions.NOW;

    private final InMemorySessionStore store = new InMemorySessionStore(Duration.ofDays(30));
    private final Map<SessionId, Instant> alarms = new HashMap<>();
    private final Set<Integer> mine = new HashSet<>();
    private final Foresight foresight =
            new Foresight(store, alarms::put, () -> mine, InstantSource.fixed(NOW));

    private SessionId dueAt(String id, Instant at) {
        var session = Sessions.fresh(id);
        store.write(List.of(Sessions.due(session, at)));
        return session.id();
    }

    @Test
    void what_is_due_soon_gets_an_alarm_of_its_own_to_the_millisecond() {
        var at = NOW.plusMillis(1_234);
        var soon = dueAt("soon", at);
        dueAt("late", NOW.minusSeconds(1));
        dueAt("tomorrow", NOW.plus(Duration.ofDays(1)));
        mine.addAll(Set.of(Bucket.of(soon), Bucket.of(new SessionId("late"))));

        foresight.look(NOW);

        assertThat(alarms).isEqualTo(Map.of(soon, at));
    }

    @Test
    void what_another_worker_looks_after_is_left_to_it() {
        dueAt("soon", NOW.plusSeconds(1));

        foresight.look(NOW);

        assertThat(alarms).isEmpty();
    }

    @Test
    void nothing_falls_between_two_looks() {
        var at = NOW.plus(Foresight.AHEAD).plusMillis(1);
        var later = dueAt("later", at);
        mine.add(Bucket.of(later));

        foresight.look(NOW);
        assertThat(alarms).isEmpty();

        foresight.look(NOW.plusSeconds(1));
        assertThat(alarms).isEqualTo(Map.of(later, at));
    }
}
