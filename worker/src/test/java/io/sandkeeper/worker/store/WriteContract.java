package io.sandkeeper.worker.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.session.Use;
import io.sandkeeper.worker.store.SessionStore.UseFold;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** By compare-and-set on the version, one winner each. */
abstract class WriteContract extends StoreTests {
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
        assertThat(store().load(List.of(gone.id()))).isEqualTo(Found.NOTHING);
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

        var written = store().write(writes);

        assertThat(written.lost()).containsExactlyInAnyOrderElementsOf(losers);
        assertThat(written.refused()).isEmpty();
    }

    @Test
    void twice_in_one_batch_is_a_mistake_of_the_caller() {
        var fresh = Sessions.fresh("s-1");

        assertThatThrownBy(() -> store().write(List.of(touch(fresh), touch(fresh))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keeps_the_use_that_came_meanwhile() {
        var read = stored("s-1");
        var later = new UseFold(NOW.plusSeconds(5), NOW.plusSeconds(60));
        store().used(Map.of(read.id(), later));

        var after = stored(Sessions.touch(read));

        assertThat(after.use()).isEqualTo(new Use(later.lastActivity(), later.busyUntil()));
    }

    @Test
    void that_pauses_loses_against_a_use_that_came_meanwhile() {
        var used = stored("s-1");
        var busy = stored("s-2");
        var idle = stored("s-3");
        store().used(
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
                store().write(List.of(touch(large), Sessions.write(known, grown), touch(good)));

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
