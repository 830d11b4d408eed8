package io.sandkeeper.worker.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.session.Condemned;
import io.sandkeeper.worker.session.Incarnation;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.session.Use;
import io.sandkeeper.worker.store.SessionStore.UseFold;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What every session store promises; run on the one in memory, the embedded and the real one. */
public abstract class SessionStoreContract extends StoreTests {
    protected static final Duration RETENTION = Duration.ofDays(30);
    private SessionStore store = new InMemorySessionStore(RETENTION);

    /** An empty store. */
    protected abstract SessionStore empty();

    /** The states in a session's history, oldest first, each with its evidence: "PAUSED idle". */
    protected abstract List<String> history(SessionId id);

    @Override
    protected SessionStore store() {
        return store;
    }

    @BeforeEach
    void open() {
        store = empty();
    }

    @Nested
    class A_session {
        @ParameterizedTest
        @MethodSource("io.sandkeeper.worker.store.StoreTests#states")
        void comes_back_as_it_was_written(Class<? extends State> state) {
            for (var seed = SEED; seed < SEED + 20; seed++) {
                var session = Sessions.version(Sessions.any(state, "s-" + seed, seed), 0);

                var first = stored(Sessions.touch(session));
                var changed = Sessions.any(state, "s-" + seed, seed + 1000);
                var next = Sessions.used(Sessions.version(changed, 77), session.use());
                var second = stored(Sessions.write(first, next));

                assertThat(first).as("seed %d", seed).isEqualTo(Sessions.version(session, 1));
                assertThat(second).as("seed %d", seed).isEqualTo(Sessions.version(next, 2));
            }
        }

        @Test
        void that_does_not_exist_is_not_found() {
            stored("s-1");

            var found = store.load(List.of(new SessionId("s-1"), new SessionId("s-2")));

            assertThat(found.byId()).containsOnlyKeys(new SessionId("s-1"));
            assertThat(found.unreadable()).isEmpty();
            assertThat(store.load(List.of())).isEqualTo(Found.NOTHING);
        }

        @Test
        void keeps_its_times_to_the_millisecond() {
            var fine = NOW.plusNanos(1_999_999);
            var session = Sessions.in(Sessions.queued(fine), "s-1", SEED);

            var read = stored(Sessions.touch(session));

            assertThat(read.state()).isEqualTo(Sessions.queued(NOW.plusMillis(1)));
        }

        @Test
        void that_was_decided_on_times_finer_than_a_millisecond_is_still_unused() {
            var use = new Use(NOW.plusNanos(1_999_999), NOW.plusNanos(5));
            var session = Sessions.used(Sessions.fresh("s-1"), use);
            stored(Sessions.touch(session));

            assertThat(lost(pause(Sessions.version(session, 1)))).isEmpty();
        }
    }

    @Nested
    class A_write extends WriteContract {
        @Override
        protected SessionStore store() {
            return store;
        }
    }

    @Nested
    class The_outbox extends OutboxContract {
        @Override
        protected SessionStore store() {
            return store;
        }
    }

    @Nested
    class Who_does_not_run {
        @ParameterizedTest
        @MethodSource("io.sandkeeper.worker.store.StoreTests#states")
        void comes_whole_and_who_runs_does_not_come(Class<? extends State> type) {
            var session =
                    stored(Sessions.touch(Sessions.version(Sessions.any(type, "s-1", SEED), 0)));
            var running = stored("running");

            var found = store.notRunning(List.of(session.id(), running.id(), new SessionId("?")));

            assertThat(found)
                    .isEqualTo(
                            type == State.Running.class
                                    ? Found.NOTHING
                                    : new Found(List.of(session), Map.of()));
            assertThat(store.notRunning(List.of())).isEqualTo(Found.NOTHING);
        }
    }

    @Nested
    class What_is_due extends DueContract {
        @Override
        protected SessionStore store() {
            return store;
        }
    }

    @Nested
    class Use_of_a_session {
        @Test
        void moves_forwards_and_never_back() {
            var id = stored("s-1").id();
            var late = new UseFold(NOW.plusSeconds(9), NOW.plusSeconds(90));

            store.used(Map.of(id, late, new SessionId("unknown"), late));
            store.used(Map.of(id, new UseFold(NOW.plusSeconds(5), NOW.plusSeconds(99))));
            store.used(Map.of());

            assertThat(read(id).use()).isEqualTo(new Use(NOW.plusSeconds(9), NOW.plusSeconds(99)));
            assertThat(read(id).version()).isEqualTo(1);
            assertThat(store.load(List.of(new SessionId("unknown"))).isEmpty()).isTrue();
        }
    }

    @Nested
    class A_sandbox {
        @Test
        void leads_to_its_session_while_it_is_current_and_while_it_is_condemned() {
            var read = stored("s-1");
            var another = stored("s-2");
            assertThat(store.bySandbox(List.of("box-s-1", "unknown", "box-s-2")))
                    .isEqualTo(Map.of("box-s-1", read.id(), "box-s-2", another.id()));
            assertThat(store.bySandbox(List.of())).isEmpty();

            var one =
                    new Condemned(
                            new Incarnation(read.id(), 1),
                            Optional.of(new SandboxId("old")),
                            NOW,
                            NOW,
                            0,
                            0);
            var next = Records.with(read, "condemned", List.of(one));
            var condemning = stored(Sessions.write(read, next));
            assertThat(store.bySandbox(List.of("box-s-1", "old")))
                    .isEqualTo(Map.of("box-s-1", read.id(), "old", read.id()));

            var killed = new State.Killed(NOW, Sessions.because("asked"));
            var gone = Records.with(Sessions.to(condemning, killed), "condemned", List.of());
            stored(Sessions.write(condemning, gone));
            assertThat(store.bySandbox(List.of("box-s-1", "old"))).isEmpty();
        }
    }

    @Nested
    class A_lease {
        private Session leased(String id, String worker) {
            var operation =
                    new Invented(SEED)
                            .always(Operation.Lease.class, new Operation.Lease(worker, NOW))
                            .one(Operation.class);
            var leased =
                    Records.with(operation, "lease", Optional.of(new Operation.Lease(worker, NOW)));
            return stored(
                    touch(Records.with(Sessions.fresh(id), "operation", Optional.of(leased))));
        }

        @Test
        void is_found_by_its_worker_until_it_is_given_back() {
            var one = leased("s-1", "w-1");
            var two = leased("s-2", "w-1");
            leased("s-3", "w-2");
            stored("s-4");

            assertThat(store.leasedBy("w-1", 10).sessions()).containsExactlyInAnyOrder(one, two);
            assertThat(store.leasedBy("w-1", 1).sessions()).hasSize(1);

            stored(Sessions.write(one, Records.with(one, "operation", Optional.empty())));
            assertThat(store.leasedBy("w-1", 10).sessions()).containsExactly(two);
        }
    }

    @Nested
    class A_queue extends QueueContract {
        @Override
        protected SessionStore store() {
            return store;
        }
    }

    @Nested
    class A_place_in_an_account extends AccountContract {
        @Override
        protected SessionStore store() {
            return store;
        }
    }

    @Nested
    class History extends HistoryContract {
        @Override
        protected SessionStore store() {
            return store;
        }

        @Override
        protected List<String> history(SessionId id) {
            return SessionStoreContract.this.history(id);
        }
    }

    @Nested
    class An_ended_session {
        @Test
        void is_forgotten_when_its_retention_is_over_and_not_before() {
            var running = stored("running");
            var killed = ended("killed", NOW);
            var later = ended("later", NOW.plusSeconds(1));
            var over = NOW.plus(RETENTION);

            assertThat(store.forgettable(over.minusMillis(1), 10)).isEmpty();
            assertThat(store.forgettable(over, 10)).containsExactly(killed.id());
            assertThat(store.forgettable(over.plusSeconds(5), 1)).containsExactly(killed.id());
            assertThat(store.forgettable(over.plusSeconds(5), 10))
                    .containsExactly(killed.id(), later.id());

            store.forget(List.of(running.id(), killed.id(), later.id()), over);

            assertThat(store.load(List.of(running.id(), killed.id(), later.id())).sessions())
                    .containsExactlyInAnyOrder(running, later);
        }

        private Session ended(String id, Instant at) {
            var state = new State.Killed(at, Sessions.because("asked"));
            return stored(touch(Records.with(Sessions.in(state, id, SEED), "updatedAt", at)));
        }
    }
}
