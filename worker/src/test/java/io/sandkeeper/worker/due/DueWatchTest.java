package io.sandkeeper.worker.due;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.door.Door;
import io.sandkeeper.worker.door.Herald;
import io.sandkeeper.worker.door.Setbacks;
import io.sandkeeper.worker.session.Notice;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.store.Bucket;
import io.sandkeeper.worker.store.InMemorySessionStore;
import io.sandkeeper.worker.store.Publication;
import io.sandkeeper.worker.store.Sessions;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

class DueWatchTest {
    private static final Instant NOW = Sessions.NOW;

    private final InMemorySessionStore store = new InMemorySessionStore(Duration.ofDays(30));
    private final Map<SessionId, Instant> alarms = new HashMap<>();
    private final Set<Integer> mine = new HashSet<>();
    private final Reminded reminded = new Reminded();
    private final Told told = new Told();
    private final DueWatch watch =
            new DueWatch(
                    store,
                    new DueWatch.Around(
                            reminded, new Setbacks(InstantSource.fixed(NOW)), alarms::put, told),
                    () -> mine,
                    InstantSource.fixed(NOW));

    private SessionId dueAt(String id, Instant at) {
        var session = Sessions.fresh(id);
        store.write(List.of(Sessions.due(session, at)));
        return session.id();
    }

    private SessionId mineDueAt(String id, Instant at) {
        var session = dueAt(id, at);
        mine.add(Bucket.of(session));
        return session;
    }

    @Test
    void what_is_due_is_woken_and_what_is_due_soon_gets_an_alarm_to_the_millisecond() {
        var at = NOW.plusMillis(1_234);
        var soon = mineDueAt("soon", at);
        var now = mineDueAt("now", NOW);
        var late = mineDueAt("late", NOW.minusSeconds(1));
        mineDueAt("tomorrow", NOW.plus(Duration.ofDays(1)));

        watch.look(NOW);

        assertThat(alarms).isEqualTo(Map.of(soon, at));
        assertThat(reminded.sessions).containsExactly(late, now);
    }

    @Test
    void what_another_worker_looks_after_is_left_to_it_until_it_must_be_away() {
        var late = dueAt("late", NOW.minusSeconds(5));
        dueAt("soon", NOW.plusSeconds(1));

        watch.look(NOW.minusMillis(1));
        assertThat(reminded.sessions).isEmpty();

        watch.look(NOW.plusSeconds(2));
        assertThat(reminded.sessions).containsExactly(late);
        assertThat(alarms).isEmpty();
    }

    @Test
    void nothing_falls_between_two_looks() {
        var at = NOW.plus(DueWatch.AHEAD).plusMillis(1);
        var later = mineDueAt("later", at);

        watch.look(NOW);
        assertThat(alarms).isEmpty();

        watch.look(NOW.plusSeconds(1));
        assertThat(alarms).isEqualTo(Map.of(later, at));
    }

    @Test
    void a_backlog_is_woken_in_parts_the_longest_overdue_first() {
        for (int i = 0; i < 700; i++) {
            mineDueAt("s-" + i, NOW.minusMillis(i));
        }

        watch.look(NOW);

        assertThat(reminded.sessions).hasSize(500).startsWith(new SessionId("s-699"));
    }

    @Test
    void what_nobody_published_for_long_is_published() {
        var session = Sessions.sequence(Sessions.fresh("s-1"), 0);
        store.write(List.of(Sessions.telling(session, NOW, 1, 1)));

        watch.look(NOW.plusSeconds(5));
        assertThat(told.sessions).isEmpty();

        watch.look(NOW.plusSeconds(8));
        assertThat(told.sessions).containsExactly(session.id());
    }

    private static final class Reminded implements Door {
        private final List<SessionId> sessions = new ArrayList<>();

        @Override
        public CompletableFuture<Void> pass(SessionId session, Signal signal) {
            throw new AssertionError("a timer is not waited for");
        }

        @Override
        public void insist(SessionId session, Signal signal) {
            throw new AssertionError("a timer comes again by itself");
        }

        @Override
        public void remind(SessionId session, Signal signal) {
            sessions.add(session);
        }
    }

    private static final class Told implements Herald {
        private final List<SessionId> sessions = new ArrayList<>();

        @Override
        public List<Publication> word(Session session, List<Notice> notices) {
            throw new AssertionError("what is stored has its words");
        }

        @Override
        public void publish(SessionId session, List<Publication> publications) {
            sessions.add(session);
        }
    }
}
