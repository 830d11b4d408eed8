package io.sandkeeper.worker.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

/** A worker that others take for lost. */
class LostWorkerTest {
    private final Crew crew = new Crew();
    private final Crew.Member lost = crew.new Member("lost");
    private final Crew.Member other = crew.new Member("other");

    private void enter() {
        lost.fleet.enter();
        other.fleet.enter();
        other.fleet.turn();
    }

    @Test
    void is_one_whose_beat_did_not_move_for_longer_than_the_lease_time() {
        enter();
        crew.lease("s-1", lost);

        crew.pass(Crew.LEASE_TIME);
        other.fleet.turn();
        assertThat(other.told).isEmpty();

        crew.pass(Duration.ofNanos(1));
        other.fleet.turn();
        assertThat(other.told)
                .containsExactly(
                        Map.entry(new SessionId("s-1"), new Signal.LeaseLost(lost.fleet.worker())));
    }

    @Test
    void is_watched_on_the_observer_s_own_clock_from_when_it_saw_the_beat() {
        enter();
        crew.lease("s-1", lost);
        crew.pass(Crew.LEASE_TIME.multipliedBy(3));

        var late = crew.new Member("late");
        late.fleet.enter();
        late.fleet.turn();

        assertThat(late.told).as("seen for the first time").isEmpty();
    }

    @Test
    void loses_all_that_was_leased_under_its_name_and_nobody_else_does() {
        enter();
        crew.lease("s-1", lost);
        crew.lease("s-2", lost);
        crew.lease("s-3", other);

        crew.pass(Crew.LEASE_TIME.plusMillis(1));
        other.fleet.turn();

        assertThat(other.told)
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder(new SessionId("s-1"), new SessionId("s-2"));
    }

    @Test
    void is_told_about_again_until_nothing_is_left_and_then_struck() {
        enter();
        var kept = crew.lease("s-1", lost);
        crew.pass(Crew.LEASE_TIME.plusMillis(1));
        other.fleet.turn();
        crew.pass(Crew.BEAT);
        other.fleet.turn();
        assertThat(other.told).hasSize(2);
        assertThat(crew.roster.beats()).containsKey(lost.fleet.worker());

        crew.release(kept);
        crew.pass(Crew.BEAT);
        other.fleet.turn();

        assertThat(other.told).hasSize(2);
        assertThat(crew.roster.beats()).containsOnlyKeys(other.fleet.worker());
    }

    @Test
    void goes_on_under_a_new_name_when_it_wakes_and_holds_none_of_its_old_leases() {
        enter();
        var before = lost.fleet.worker();
        crew.pass(Crew.LEASE_TIME.plusMillis(1));
        other.fleet.turn();
        assertThat(crew.roster.beats()).doesNotContainKey(before);

        assertThat(lost.fleet.holds(Crew.lease(before))).as("before it knows").isFalse();
        lost.fleet.turn();

        assertThat(lost.fleet.worker()).isNotEqualTo(before);
        assertThat(crew.roster.beats()).containsKeys(lost.fleet.worker(), other.fleet.worker());
        assertThat(lost.fleet.holds(Crew.lease(before))).isFalse();
        assertThat(lost.holds()).isTrue();
    }

    @Test
    void that_wakes_before_it_is_struck_keeps_its_name() {
        enter();
        crew.lease("s-1", lost);
        var before = lost.fleet.worker();
        crew.pass(Crew.LEASE_TIME.plusMillis(1));
        other.fleet.turn();

        lost.fleet.turn();
        crew.pass(Crew.BEAT);
        other.fleet.turn();

        assertThat(lost.fleet.worker()).isEqualTo(before);
        assertThat(other.told).as("only while its beat stood still").hasSize(1);
    }

    @Test
    void does_not_stop_the_beat_of_whoever_cannot_read_what_it_had() {
        enter();
        crew.pass(Crew.LEASE_TIME.plusMillis(1));
        crew.store.failNext();

        other.fleet.turn();

        assertThat(other.holds()).isTrue();
        assertThat(crew.roster.beats()).as("struck later").containsKey(lost.fleet.worker());
    }
}
