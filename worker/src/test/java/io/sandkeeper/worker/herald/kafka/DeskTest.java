package io.sandkeeper.worker.herald.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.InMemorySessionStore;
import io.sandkeeper.worker.store.Publication;
import io.sandkeeper.worker.store.SessionStore;
import io.sandkeeper.worker.store.Sessions;
import io.sandkeeper.worker.store.StoreUnavailable;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

@Timeout(60)
class DeskTest {
    private final InMemorySessionStore store = new InMemorySessionStore(Duration.ofDays(1));
    private final FakeWire wire = new FakeWire();
    private final Queue<SessionId> ready = new ConcurrentLinkedQueue<>();
    private final AtomicInteger published = new AtomicInteger();
    private Instant now = Sessions.NOW;
    private Desk desk = desk(Desk.Limits.DEFAULT);

    private Desk desk(Desk.Limits limits) {
        return new Desk(store, ready::add, published::incrementAndGet, () -> now, limits);
    }

    /** One more decision is stored; who tells the desk is another matter. */
    private List<Publication> decide(SessionId id, int notices) {
        var read = store.load(List.of(id)).sessions();
        Session session = read.isEmpty() ? Sessions.fresh(id.value()) : read.getFirst();
        if (read.isEmpty()) {
            session = Sessions.sequence(session, 0);
        }
        var from = (int) session.ledger().sequence() + 1;
        var write = Sessions.telling(session, now, from, from + notices - 1);
        assertThat(store.write(List.of(write)).done(id)).isTrue();
        return write.publications();
    }

    private void send() {
        for (var id = ready.poll(); id != null; id = ready.poll()) {
            desk.send(id, wire);
        }
    }

    /** Until nothing moves any more. */
    private void settle(Random random) {
        for (int quiet = 0; quiet < 5; ) {
            now = now.plusSeconds(2);
            desk.lookAfter();
            send();
            quiet = wire.underWay() == 0 ? quiet + 1 : 0;
            while (wire.underWay() > 0) {
                wire.answerOne(random, 0);
                send();
            }
        }
        desk.lookAfter();
    }

    private List<Long> firstAppearances(SessionId id) {
        var seen = new HashSet<Long>();
        return wire.arrived(id).stream().filter(seen::add).toList();
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private static SessionId id(int number) {
        return new SessionId("s-" + number);
    }

    private List<Publication> outbox(SessionId id) {
        return store.kept(id).orElseThrow().outbox();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void whatever_fails_or_is_late_all_is_told_in_order(long seed) {
        var random = new Random(seed);
        desk = desk(new Desk.Limits(200 + random.nextInt(6_000), 1 + random.nextInt(12)));

        for (int step = 0; step < 2_000; step++) {
            var id = id(random.nextInt(8));
            switch (random.nextInt(8)) {
                case 0 -> desk.handIn(id, decide(id, 1 + random.nextInt(3)));
                // A worker that dies before it tells, or another worker's decision.
                case 1 -> decide(id, 1);
                case 2 -> store.outboxes(List.of(id)).forEach(this::handIn);
                case 3 -> desk.lookAfter();
                case 4 -> wire.refuse(random.nextInt(4) == 0);
                case 5, 6 -> wire.answerOne(random, 4);
                default -> send();
            }
            now = now.plusMillis(random.nextInt(300));
        }
        wire.refuse(false);
        desk = desk(Desk.Limits.DEFAULT);
        while (wire.underWay() > 0) {
            wire.answerOne(random, 0);
        }
        IntStream.range(0, 8).forEach(n -> store.outboxes(List.of(id(n))).forEach(this::handIn));
        settle(random);

        for (int n = 0; n < 8; n++) {
            var told = store.told(List.of(id(n))).get(id(n));
            if (told != null) {
                assertThat(firstAppearances(id(n)))
                        .as("seed %d", seed)
                        .isEqualTo(upTo(told.sequence()));
                assertThat(outbox(id(n))).as("seed %d", seed).isEmpty();
            }
        }
    }

    private void handIn(SessionStore.Unpublished waiting) {
        desk.handIn(waiting.session(), waiting.publications());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void what_two_threads_hand_in_at_once_is_under_way_once(long seed) throws Exception {
        var random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            var id = id(round);
            var publications = decide(id, 3);
            var go = new CountDownLatch(1);
            var threads = new ArrayList<Thread>();
            for (int t = 0; t < 2; t++) {
                threads.add(
                        Thread.ofPlatform()
                                .start(
                                        () -> {
                                            awaitQuietly(go);
                                            desk.handIn(id, publications);
                                        }));
            }
            go.countDown();
            for (var thread : threads) {
                thread.join();
            }
            settle(random);

            assertThat(wire.arrived(id)).as("seed %d", seed).containsExactly(1L, 2L, 3L);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Nested
    class An_outbox {
        private final Random random = new Random(7);
        private final SessionId id = id(1);

        @Test
        void is_trimmed_only_by_what_was_acknowledged() {
            desk.handIn(id, decide(id, 2));
            send();
            desk.lookAfter();
            assertThat(outbox(id)).hasSize(2);

            wire.answerOne(random, 0);
            now = now.plusSeconds(1);
            desk.lookAfter();
            assertThat(outbox(id)).extracting(Publication::sequence).containsExactly(2L);

            settle(random);
            assertThat(outbox(id)).isEmpty();
            assertThat(published).hasValue(2);
        }

        @Test
        void is_trimmed_once_for_what_is_told_shortly_after_each_other() {
            desk.handIn(id, decide(id, 2));
            for (int told = 0; told < 2; told++) {
                send();
                wire.answerOne(random, 0);
                now = now.plusMillis(900);
                desk.lookAfter();
                assertThat(outbox(id)).hasSize(2);
            }

            now = now.plusMillis(100);
            desk.lookAfter();
            assertThat(outbox(id)).isEmpty();
        }

        @Test
        void is_trimmed_before_others_take_it_for_a_forgotten_one() {
            desk.handIn(id, decide(id, 1));
            for (int told = 0; told < 3; told++) {
                send();
                wire.answerOne(random, 0);
                now = now.plusMillis(900);
                desk.handIn(id, decide(id, 1));
                desk.lookAfter();
            }

            assertThat(outbox(id)).extracting(Publication::sequence).containsExactly(4L);
        }

        @Test
        void is_trimmed_when_its_worker_leaves() {
            desk.handIn(id, decide(id, 1));
            send();
            wire.answerOne(random, 0);

            desk.leave();

            assertThat(outbox(id)).isEmpty();
        }

        @Test
        void that_another_worker_left_is_told_before_what_comes_after_it() {
            decide(id, 2);

            desk.handIn(id, decide(id, 1));
            send();
            assertThat(wire.underWay()).isZero();

            settle(random);
            assertThat(wire.arrived(id)).containsExactly(1L, 2L, 3L);
        }

        @Test
        void that_another_worker_told_to_the_end_holds_nothing_up() {
            decide(id, 2);
            var third = decide(id, 1);
            store.published(Map.of(id, 2L));

            desk.handIn(id, third);
            settle(random);

            assertThat(wire.arrived(id)).containsExactly(3L);
        }

        @Test
        void that_does_not_fit_into_memory_is_told_when_there_is_room() {
            desk = desk(new Desk.Limits(700, 100));
            for (int n = 0; n < 10; n++) {
                desk.handIn(id(n), decide(id(n), 4));
            }
            send();
            assertThat(wire.underWay()).isEqualTo(1);

            settle(random);

            for (int n = 0; n < 10; n++) {
                assertThat(wire.arrived(id(n))).isEqualTo(upTo(4));
            }
        }

        @Test
        void of_a_session_that_is_gone_is_no_longer_looked_for() {
            desk.handIn(id, List.of(Sessions.publication(5, now, 10)));
            assertThat(desk.waiting()).isEqualTo(1);

            settle(random);

            assertThat(desk.waiting()).isZero();
        }

        @Test
        void that_cannot_be_read_now_is_read_when_the_store_is_back() {
            decide(id, 1);
            desk.handIn(id, decide(id, 1));
            store.failNext();
            try {
                desk.lookAfter();
            } catch (StoreUnavailable expected) {
                assertThat(expected).hasMessageContaining("told to fail");
            }

            settle(random);

            assertThat(wire.arrived(id)).containsExactly(1L, 2L);
        }
    }

    @Test
    void the_age_is_that_of_what_has_waited_longest() {
        assertThat(desk.age()).isZero();
        desk.handIn(id(1), decide(id(1), 1));
        now = now.plusSeconds(20);
        desk.handIn(id(2), decide(id(2), 1));
        now = now.plusSeconds(10);

        assertThat(desk.age()).isEqualTo(Duration.ofSeconds(30));
        assertThat(desk.waiting()).isEqualTo(2);

        settle(new Random(1));
        assertThat(desk.age()).isZero();
        assertThat(desk.waiting()).isZero();
    }

    @Test
    void what_is_held_is_waited_for_at_the_end_but_not_for_ever() {
        assertThat(desk.isSilentWithin(Duration.ZERO)).isTrue();

        desk.handIn(id(1), decide(id(1), 2));

        assertThat(desk.isSilentWithin(Duration.ofMillis(20))).isFalse();
        settle(new Random(1));
        assertThat(desk.isSilentWithin(Duration.ZERO)).isTrue();
    }

    @Test
    void sessions_with_nothing_to_tell_are_forgotten_in_time() {
        desk = desk(new Desk.Limits(1_000_000, 10));
        var told = new ArrayDeque<SessionId>();
        for (int n = 0; n < 50; n++) {
            told.add(id(n));
            desk.handIn(id(n), decide(id(n), 1));
            settle(new Random(n));
        }

        assertThat(told).allSatisfy(id -> assertThat(wire.arrived(id)).containsExactly(1L));
    }
}
