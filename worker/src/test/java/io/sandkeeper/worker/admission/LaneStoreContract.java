package io.sandkeeper.worker.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.platform.LaneId;
import io.sandkeeper.worker.session.SessionId;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** What every lane store promises; run on the one in memory, the embedded and the real one. */
public abstract class LaneStoreContract {
    protected static final Instant NOW = Instant.parse("2126-11-20T12:00:00Z");
    protected static final LaneId LANE =
            new LaneId("e2b", Optional.of("eu"), LaneId.Operation.CREATE);
    private static final LaneId OTHER = new LaneId("e2b", Optional.empty(), LaneId.Operation.PAUSE);

    private LaneStore store = new InMemoryLaneStore();

    /** An empty store. */
    protected abstract LaneStore empty();

    @BeforeEach
    void open() {
        store = empty();
    }

    protected static LaneState with(Gate gate, long version) {
        return new LaneState(
                LANE,
                gate,
                new Tokens(1.25, NOW),
                Map.of(
                        new SessionId("s.1/$x"),
                        new LaneState.Pass(NOW.plusMillis(7), Optional.of(3)),
                        new SessionId("s.0/$x"),
                        new LaneState.Pass(NOW.plusMillis(6), Optional.empty())),
                new Seats(
                        Map.of(new SessionId("s.2/$x"), NOW.plusMillis(8)),
                        Map.of(new SessionId("s.3/$x"), NOW.plusMillis(9))),
                new Held(
                        Map.of(
                                new SessionId("s.4/$x"),
                                new Held.One(0, NOW.plusMillis(10), Optional.empty()),
                                new SessionId("s.5/$x"),
                                new Held.One(
                                        2, NOW.plusMillis(11), Optional.of(NOW.plusMillis(12))))),
                new LaneState.Line(3, 4, 9, 12.5, Optional.of(NOW), NOW.plusSeconds(1)),
                0,
                version);
    }

    private static List<Gate> gates() {
        return List.of(
                new Gate.Free(),
                new Gate.Shut(Reason.RATE_LIMITED, NOW, NOW.plusSeconds(5), "too fast"),
                new Gate.Probing(
                        Reason.BREAKER_OPEN,
                        NOW,
                        new SessionId("probe"),
                        NOW.plusSeconds(60),
                        "5 in a row"),
                new Gate.Opening(Reason.SUSPENDED, NOW));
    }

    @Test
    void gives_back_a_lane_as_it_was_written_whatever_its_gate() {
        var version = 0L;
        for (var gate : gates()) {
            assertThat(store.replace(with(gate, version + 1), version)).isTrue();
            version++;

            assertThat(store.find(LANE)).contains(with(gate, version));
            assertThat(store.all()).containsExactly(with(gate, version));
        }
    }

    @Test
    void does_not_know_a_lane_that_nothing_was_written_of() {
        assertThat(store.find(OTHER)).isEmpty();
        assertThat(store.all()).isEmpty();
    }

    @Test
    void refuses_a_change_that_was_decided_on_an_older_version() {
        assertThat(store.replace(with(new Gate.Free(), 1), 0)).isTrue();

        assertThat(store.replace(with(new Gate.Opening(Reason.BUDGET, NOW), 1), 0)).isFalse();
        assertThat(store.replace(with(new Gate.Opening(Reason.BUDGET, NOW), 8), 7)).isFalse();

        assertThat(store.find(LANE)).contains(with(new Gate.Free(), 1));
    }

    @Test
    void gives_out_tickets_without_a_version_and_keeps_them_through_changes() {
        assertThat(store.takeTickets(LANE, 3).tickets()).isEqualTo(3);
        assertThat(store.replace(with(new Gate.Free(), 1), 0)).isTrue();

        var after = store.takeTickets(LANE, 2);

        assertThat(after.tickets()).isEqualTo(5);
        assertThat(after.version()).isEqualTo(1);
        assertThat(after.line()).isEqualTo(with(new Gate.Free(), 1).line());
    }

    @Test
    void gives_no_ticket_twice_and_none_is_left_out_among_32_threads() throws Exception {
        Callable<Long> taking = () -> store.takeTickets(LANE, 2).tickets();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var taken = threads.invokeAll(IntStream.range(0, 32).mapToObj(_ -> taking).toList());

            var ends = new TreeSet<Long>();
            for (var one : taken) {
                ends.add(one.get());
            }
            assertThat(ends)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 32).mapToObj(n -> 2 * n).toList());
        }
    }

    @Test
    void has_one_winner_per_version_among_32_threads() throws Exception {
        for (long version = 0; version < 5; version++) {
            var read = version;
            Callable<Boolean> racing = () -> store.replace(with(new Gate.Free(), read + 1), read);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var raced =
                        threads.invokeAll(IntStream.range(0, 32).mapToObj(_ -> racing).toList());

                var won = 0;
                for (var one : raced) {
                    won += one.get() ? 1 : 0;
                }
                assertThat(won).as("version %d", version).isEqualTo(1);
            }
        }
    }

    @Test
    void adds_up_what_all_workers_spent_by_lane_and_window() {
        store.spend(NOW, Map.of(LANE, 3L, OTHER, 1L));
        store.spend(NOW, Map.of(LANE, 4L));
        store.spend(NOW.plusSeconds(60), Map.of(LANE, 100L));
        store.spend(NOW, Map.of());

        assertThat(store.spent(NOW)).isEqualTo(Map.of(LANE, 7L, OTHER, 1L));
        assertThat(store.spent(NOW.plusSeconds(120))).isEmpty();
    }

    @Test
    void lets_one_of_all_warn_of_a_window() {
        store.spend(NOW, Map.of(LANE, 80L, OTHER, 1L));

        assertThat(store.warn(NOW, LANE)).isTrue();
        assertThat(store.warn(NOW, LANE)).isFalse();
        assertThat(store.warn(NOW, OTHER)).isTrue();
        store.spend(NOW, Map.of(LANE, 1L));
        assertThat(store.warn(NOW, LANE)).isFalse();
        assertThat(store.warn(NOW.plusSeconds(60), LANE)).isFalse();
    }

    @Test
    void forgets_windows_that_are_long_over() {
        store.spend(NOW.minusSeconds(3600), Map.of(LANE, 1L));
        store.spend(NOW, Map.of(LANE, 2L));

        store.forgetSpent(NOW);

        assertThat(store.spent(NOW.minusSeconds(3600))).isEmpty();
        assertThat(store.spent(NOW)).isEqualTo(Map.of(LANE, 2L));
    }
}
