package io.sandkeeper.worker.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.State;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The newest transitions of a session. */
abstract class HistoryContract extends StoreTests {
    /** The states in a session's history, oldest first, each with its evidence: "PAUSED idle". */
    protected abstract List<String> history(SessionId id);

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

        var histories = store().histories(List.of(id, silent, new SessionId("unknown")));

        assertThat(histories).containsOnlyKeys(id, silent);
        assertThat(histories.get(silent)).isEmpty();
        assertThat(histories.get(id))
                .extracting(line -> line.state() + " " + line.cause().evidence())
                .isEqualTo(history(id));
        assertThat(store().histories(List.of())).isEmpty();
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
                                                State.Name.PAUSED, NOW, Sessions.because("#" + n)))
                        .toList();
        return new SessionWrite(read, read, List.of(), transitions, Optional.empty());
    }
}
