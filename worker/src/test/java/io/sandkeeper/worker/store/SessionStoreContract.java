package io.sandkeeper.worker.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.util.stream.Collectors.toSet;

import io.sandkeeper.worker.session.Condemned;
import io.sandkeeper.worker.session.Incarnation;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.session.Ticket;
import io.sandkeeper.worker.session.Use;
import io.sandkeeper.worker.session.Waiting;
import io.sandkeeper.worker.store.SessionStore.Told;
import io.sandkeeper.worker.store.SessionStore.Unpublished;
import io.sandkeeper.worker.store.SessionStore.UseFold;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What every session store promises; run on the one in memory, the embedded and the real one. */
public abstract class SessionStoreContract {
    protected static final Duration RETENTION = Duration.ofDays(30);
    private static final Instant NOW = Sessions.NOW;
    private static final Set<Integer> ALL =
            IntStream.range(0, Bucket.COUNT).boxed().collect(toSet());
    private static final long SEED = 4;

    private SessionStore store = new InMemorySessionStore(RETENTION);

    /** An empty store. */
    protected abstract SessionStore empty();

    /** The states in a session's history, oldest first, each with its evidence: "PAUSED idle". */
    protected abstract List<String> history(SessionId id);

    @BeforeEach
    void open() {
        store = empty();
    }

    static Stream<Class<? extends State>> states() {
        return Stream.of(State.class.getPermittedSubclasses())
                .map(type -> type.asSubclass(State.class));
    }

    private Session read(SessionId id) {
        return store.load(List.of(id)).sessions().getFirst();
    }

    private Session stored(SessionWrite write) {
        assertThat(store.write(List.of(write))).isEqualTo(Written.ALL);
        return read(write.id());
    }

    private Session stored(String id) {
        return stored(Sessions.touch(Sessions.fresh(id)));
    }

    private Set<SessionId> lost(SessionWrite... writes) {
        var written = store.write(List.of(writes));
        assertThat(written.refused()).isEmpty();
        return written.lost();
    }

    @Nested
    class A_session {
        @ParameterizedTest
        @MethodSource("io.sandkeeper.worker.store.SessionStoreContract#states")
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
    class A_write {
        @Test
        void loses_when_it_was_decided_on_an_older_version() {
            var read = stored("s-1");
            stored(Sessions.touch(read));

            assertThat(lost(Sessions.touch(read))).containsExactly(read.id());
            assertThat(read(read.id()).version()).isEqualTo(2);
        }

        @Test
        void of_a_new_session_loses_when_it_is_there_already() {
            var kept = stored("s-1");
            var other = Sessions.in(Sessions.queued(NOW), "s-1", SEED);

            assertThat(lost(Sessions.touch(other))).containsExactly(kept.id());
            assertThat(read(kept.id())).isEqualTo(kept);
        }

        @Test
        void of_a_known_session_loses_when_it_is_gone() {
            var gone = Sessions.version(Sessions.fresh("s-1"), 3);

            assertThat(lost(Sessions.touch(gone))).containsExactly(gone.id());
            assertThat(store.load(List.of(gone.id()))).isEqualTo(Found.NOTHING);
        }

        @Test
        void names_every_loser_of_a_batch_and_no_winner() {
            var writes = new ArrayList<SessionWrite>();
            var losers = new ArrayList<SessionId>();
            for (var i = 0; i < 40; i++) {
                var fresh = Sessions.fresh("s-" + i);
                var read = i % 2 == 0 ? stored(Sessions.touch(fresh)) : fresh;
                writes.add(Sessions.touch(read));
                if (i % 5 == 0) {
                    stored(Sessions.touch(read));
                    losers.add(read.id());
                }
            }

            var written = store.write(writes);

            assertThat(written.lost()).containsExactlyInAnyOrderElementsOf(losers);
            assertThat(written.refused()).isEmpty();
        }

        @Test
        void twice_in_one_batch_is_a_mistake_of_the_caller() {
            var fresh = Sessions.fresh("s-1");

            assertThatThrownBy(() -> store.write(List.of(touch(fresh), touch(fresh))))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void keeps_the_use_that_came_meanwhile() {
            var read = stored("s-1");
            var later = new UseFold(NOW.plusSeconds(5), NOW.plusSeconds(60));
            store.used(Map.of(read.id(), later));

            var after = stored(Sessions.touch(read));

            assertThat(after.use()).isEqualTo(new Use(later.lastActivity(), later.busyUntil()));
        }

        @Test
        void that_pauses_loses_against_a_use_that_came_meanwhile() {
            var used = stored("s-1");
            var busy = stored("s-2");
            var idle = stored("s-3");
            store.used(
                    Map.of(
                            used.id(), new UseFold(NOW.plusMillis(1), Instant.EPOCH),
                            busy.id(), new UseFold(NOW, NOW.plusSeconds(60)),
                            idle.id(), new UseFold(NOW, Instant.EPOCH)));

            var lost = lost(pause(used), pause(busy), pause(idle));

            assertThat(lost).containsExactlyInAnyOrder(used.id(), busy.id());
            assertThat(read(used.id()).state()).isInstanceOf(State.Running.class);
            assertThat(read(idle.id()).state()).isInstanceOf(State.Pausing.class);
        }

        @Test
        void that_is_too_large_is_refused_and_spoils_nothing_else() {
            var huge = "x".repeat(SessionStore.SESSION_BYTES);
            var failed = new State.Failed(NOW, Sessions.because(huge), "ask");
            var large = Sessions.in(failed, "large", SEED);
            var known = stored("known");
            var grown = Sessions.to(known, failed);
            var good = Sessions.fresh("good");

            var written =
                    store.write(List.of(touch(large), Sessions.write(known, grown), touch(good)));

            assertThat(written.lost()).isEmpty();
            assertThat(written.refused())
                    .isEqualTo(
                            Map.of(
                                    large.id(), Written.Refusal.TOO_LARGE,
                                    known.id(), Written.Refusal.TOO_LARGE));
            assertThat(read(known.id())).isEqualTo(known);
            assertThat(read(good.id()).version()).isEqualTo(1);
        }

        @Test
        void has_exactly_one_winner_per_version_among_64_threads() throws Exception {
            var id = stored("s-1").id();
            var wins = new AtomicInteger();
            Callable<Integer> writer =
                    () -> {
                        for (var i = 0; i < 5; i++) {
                            if (lost(touch(read(id))).isEmpty()) {
                                wins.incrementAndGet();
                            }
                        }
                        return wins.get();
                    };

            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var done : threads.invokeAll(Collections.nCopies(64, writer))) {
                    done.get();
                }
            }

            assertThat(wins.get()).isPositive();
            assertThat(read(id).version()).isEqualTo(1 + wins.get());
        }

        @Test
        void that_opens_a_session_has_one_winner_among_64_threads() throws Exception {
            var fresh = Sessions.fresh("s-1");
            Callable<Boolean> opener = () -> lost(touch(fresh)).isEmpty();

            var winners = 0;
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var won : threads.invokeAll(Collections.nCopies(64, opener))) {
                    winners += won.get() ? 1 : 0;
                }
            }

            assertThat(winners).isEqualTo(1);
        }
    }

    private static SessionWrite touch(Session session) {
        return Sessions.touch(session);
    }

    private static SessionWrite pause(Session running) {
        var sandbox = running.state().current().orElseThrow();
        var pausing = new State.Pausing(NOW, sandbox, Sessions.because("idle"));
        return Sessions.write(running, Sessions.to(running, pausing));
    }

    @Nested
    class The_outbox {
        private final Instant soon = NOW.plusSeconds(10);

        private List<Unpublished> waiting() {
            return store.unpublished(ALL, soon, 100);
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

            assertThat(store.outboxes(List.of(id, silent, new SessionId("unknown"))))
                    .containsExactlyInAnyOrder(
                            new Unpublished(id, some.publications()),
                            new Unpublished(silent, List.of()));
            assertThat(store.outboxes(List.of())).isEmpty();
        }

        @Test
        void and_the_sequence_say_how_far_a_session_has_told() {
            var id = stored(Sessions.telling(Sessions.fresh("s-1"), NOW, 1, 3)).id();
            var unknown = new SessionId("unknown");
            assertThat(store.told(List.of(id, unknown))).isEqualTo(Map.of(id, new Told(3, 3)));

            store.published(Map.of(id, 2L));
            assertThat(store.told(List.of(id))).isEqualTo(Map.of(id, new Told(3, 3)));

            store.published(Map.of(id, 3L));
            assertThat(store.told(List.of(id))).isEqualTo(Map.of(id, new Told(3, 0)));
            assertThat(store.told(List.of())).isEmpty();
        }

        @Test
        void forgets_what_was_published_and_nothing_newer() {
            var id = stored(Sessions.telling(Sessions.fresh("s-1"), NOW, 1, 4)).id();

            store.published(Map.of(id, 2L));
            assertThat(sequences()).containsExactly(3L, 4L);

            store.published(Map.of(id, 1L));
            assertThat(sequences()).containsExactly(3L, 4L);

            store.published(Map.of(id, 4L, new SessionId("unknown"), 9L));
            assertThat(waiting()).isEmpty();
        }

        @Test
        void waits_since_its_oldest_entry() {
            var read = stored(Sessions.telling(Sessions.fresh("s-1"), NOW, 1, 2));
            stored(Sessions.telling(read, soon, 3, 3));

            assertThat(sequences()).containsExactly(1L, 2L, 3L);
            assertThat(store.unpublished(ALL, NOW, 100)).isEmpty();

            store.published(Map.of(read.id(), 2L));
            assertThat(waiting()).isEmpty();
            assertThat(store.unpublished(ALL, soon.plusMillis(1), 100)).hasSize(1);
        }

        @Test
        void that_was_emptied_waits_anew() {
            var read = stored(Sessions.telling(Sessions.fresh("s-1"), NOW, 1, 2));
            store.published(Map.of(read.id(), 2L));
            stored(Sessions.telling(read, NOW.plusSeconds(2), 3, 3));

            assertThat(store.unpublished(ALL, NOW.plusSeconds(2), 100)).isEmpty();
            assertThat(sequences()).containsExactly(3L);
        }

        @Test
        void is_looked_at_in_the_order_of_waiting_up_to_a_limit_and_by_bucket() {
            for (var i = 0; i < 6; i++) {
                stored(Sessions.telling(Sessions.fresh("s-" + i), NOW.minusSeconds(i), 1, 1));
            }
            stored("silent");

            var first = store.unpublished(ALL, soon, 3);
            var bucket = Bucket.of(new SessionId("s-1"));
            var ours = store.unpublished(Set.of(bucket), soon, 100);

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

            assertThat(store.write(List.of(more)))
                    .isEqualTo(
                            new Written(Set.of(), Map.of(read.id(), Written.Refusal.OUTBOX_FULL)));
            assertThat(lost(touch(read))).isEmpty();

            store.published(Map.of(read.id(), 1L));
            var again = read(read.id());
            stored(told(again, Sessions.publication(2, NOW, half)));
            assertThat(sequences()).containsExactly(2L);
        }

        @Test
        void never_takes_what_is_larger_than_it() {
            var fresh = Sessions.fresh("s-1");
            var huge = Sessions.publication(1, NOW, SessionStore.OUTBOX_BYTES);

            var written = store.write(List.of(told(fresh, huge)));

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

    @Nested
    class Who_does_not_run {
        @ParameterizedTest
        @MethodSource("io.sandkeeper.worker.store.SessionStoreContract#states")
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
    class What_is_due {
        private List<String> due(Instant now, int limit) {
            return store.due(ALL, now, limit).sessions().stream()
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
            var ours =
                    all.stream().map(Bucket::of).filter(bucket -> bucket % 2 == 0).collect(toSet());

            var due = store.due(ours, NOW, 100).sessions();

            assertThat(due.stream().map(Session::id))
                    .containsExactlyInAnyOrderElementsOf(
                            all.stream().filter(id -> Bucket.of(id) % 2 == 0).toList());
            assertThat(store.due(Set.of(), NOW, 100)).isEqualTo(Found.NOTHING);
        }

        @Test
        void comes_whole() {
            var read = stored(Sessions.due(Sessions.fresh("s-1"), NOW));

            assertThat(store.due(ALL, NOW, 1).sessions()).containsExactly(read);
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
    class A_queue {
        private Session waiting(String id, String lane, int priority, long number) {
            var ticket = new Ticket(lane, priority, number, 1, Optional.empty());
            var queued = new State.Queued(NOW, Waiting.TURN, Optional.of(ticket));
            return stored(Sessions.touch(Sessions.in(queued, id, SEED)));
        }

        private List<String> ids(Found found) {
            return found.sessions().stream().map(one -> one.id().value()).toList();
        }

        @Test
        void goes_by_priority_and_then_by_number_up_to_a_limit() {
            waiting("third", "e2b/-/create", 0, 2);
            waiting("last", "e2b/-/create", -1, 1);
            waiting("second", "e2b/-/create", 1, 4);
            waiting("first", "e2b/-/create", 1, 3);
            waiting("elsewhere", "e2b/eu/create", 1, 1);
            stored("awake");

            assertThat(ids(store.waiting("e2b/-/create", 0, 10)))
                    .containsExactly("first", "second", "third", "last");
            assertThat(ids(store.waiting("e2b/-/create", 0, 2))).containsExactly("first", "second");
            assertThat(store.countWaiting("e2b/-/create")).isEqualTo(4);
            assertThat(store.countWaiting("e2b/eu/pause")).isZero();
        }

        @Test
        void is_seen_from_a_rank_on() {
            waiting("high", "lane", 1, 1);
            waiting("normal", "lane", 0, 1);
            var normal = new Ticket("lane", 0, 0, 1, Optional.empty());

            assertThat(ids(store.waiting("lane", normal.rank(), 10))).containsExactly("normal");
        }

        @Test
        void has_lost_who_began() {
            var queued = waiting("s-1", "lane", 0, 1);
            var state = (State.Queued) queued.state();

            stored(Sessions.write(queued, Sessions.to(queued, new State.Creating(NOW, state))));

            assertThat(store.countWaiting("lane")).isZero();
            assertThat(store.waiting("lane", 0, 10)).isEqualTo(Found.NOTHING);
        }
    }

    @Nested
    class A_place_in_an_account {
        private void holding(String id, State.Name state, Optional<String> region) {
            var some =
                    states().filter(type -> type.getSimpleName().equalsIgnoreCase(state.name()))
                            .findFirst()
                            .orElseThrow();
            var session = Sessions.version(Sessions.any(some, id, SEED), 0);
            var profile = Records.with(session.profile(), "region", region);
            stored(Sessions.touch(Records.with(session, "profile", profile)));
        }

        @Test
        void is_held_by_who_has_an_awake_sandbox_or_may_have_one() {
            for (var state : State.Name.values()) {
                holding("eu-" + state, state, Optional.of("eu"));
                holding("-" + state, state, Optional.empty());
            }

            // CREATING, RUNNING, PAUSING, RESUMING, RECREATING, KILLING
            assertThat(store.countHolding(Optional.of("eu"))).isEqualTo(6);
            assertThat(store.countHolding(Optional.empty())).isEqualTo(6);
            assertThat(store.countHolding(Optional.of("us"))).isZero();
        }
    }

    @Nested
    class History {
        @Test
        void keeps_the_newest_transitions() {
            var read = stored(passing(Sessions.fresh("s-1"), 0, 10));
            assertThat(history(read.id())).hasSize(10).startsWith("PAUSED #0");

            stored(passing(read, 10, 60));

            var expected = IntStream.range(10, 60).mapToObj(n -> "PAUSED #" + n).toList();
            assertThat(history(read.id())).isEqualTo(expected);
        }

        @Test
        void is_read_oldest_first_with_its_causes() {
            var id = stored(passing(Sessions.fresh("s-1"), 0, 60)).id();
            var silent = stored("s-2").id();

            var histories = store.histories(List.of(id, silent, new SessionId("unknown")));

            assertThat(histories).containsOnlyKeys(id, silent);
            assertThat(histories.get(silent)).isEmpty();
            assertThat(histories.get(id))
                    .extracting(line -> line.state() + " " + line.cause().evidence())
                    .isEqualTo(history(id));
            assertThat(store.histories(List.of())).isEmpty();
        }

        @Test
        void of_more_than_it_keeps_in_one_write_has_the_newest() {
            var read = stored(passing(Sessions.fresh("s-1"), 0, 70));

            assertThat(history(read.id())).hasSize(SessionStore.HISTORY).startsWith("PAUSED #20");
        }

        private SessionWrite passing(Session read, int from, int to) {
            var transitions =
                    IntStream.range(from, to)
                            .mapToObj(
                                    n ->
                                            new Transition(
                                                    State.Name.PAUSED,
                                                    NOW,
                                                    Sessions.because("#" + n)))
                            .toList();
            return new SessionWrite(read, read, List.of(), transitions, Optional.empty());
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
