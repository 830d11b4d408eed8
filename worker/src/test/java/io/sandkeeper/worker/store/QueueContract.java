package io.sandkeeper.worker.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.session.Ticket;
import io.sandkeeper.worker.session.Waiting;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

/** Those who wait in a lane. */
abstract class QueueContract extends StoreTests {
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

        assertThat(ids(store().waiting("e2b/-/create", 0, 10)))
                .containsExactly("first", "second", "third", "last");
        assertThat(ids(store().waiting("e2b/-/create", 0, 2))).containsExactly("first", "second");
        assertThat(store().countWaiting("e2b/-/create")).isEqualTo(4);
        assertThat(store().countWaiting("e2b/eu/pause")).isZero();
    }

    @Test
    void is_seen_from_a_rank_on() {
        waiting("high", "lane", 1, 1);
        waiting("normal", "lane", 0, 1);
        var normal = new Ticket("lane", 0, 0, 1, Optional.empty());

        assertThat(ids(store().waiting("lane", normal.rank(), 10))).containsExactly("normal");
    }

    @Test
    void has_lost_who_began() {
        var queued = waiting("s-1", "lane", 0, 1);
        var state = (State.Queued) queued.state();

        stored(Sessions.write(queued, Sessions.to(queued, new State.Creating(NOW, state))));

        assertThat(store().countWaiting("lane")).isZero();
        assertThat(store().waiting("lane", 0, 10)).isEqualTo(Found.NOTHING);
    }
}
