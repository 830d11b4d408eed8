package io.sandkeeper.worker.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sandkeeper.worker.store.StoreUnavailable;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/** A worker in its fleet, while it beats. */
class FleetTest {
    private final Crew crew = new Crew();
    private final Crew.Member one = crew.new Member("one");

    @Test
    void is_in_the_roster_before_it_has_a_name_to_lease_under() {
        crew.roster.isAway = true;
        assertThatThrownBy(one.fleet::enter).isInstanceOf(StoreUnavailable.class);
        assertThat(one.fleet.worker()).isEmpty();

        crew.roster.isAway = false;
        one.fleet.enter();

        assertThat(crew.roster.beats()).containsOnlyKeys(one.fleet.worker());
    }

    @Test
    void beats_each_turn_so_that_nobody_takes_it_for_lost() {
        one.fleet.enter();
        var other = crew.new Member("other");
        other.fleet.enter();
        crew.lease("s-1", one);

        for (int i = 0; i < 20; i++) {
            crew.pass(Crew.BEAT);
            one.fleet.turn();
            other.fleet.turn();
        }

        assertThat(crew.roster.beats()).hasSize(2);
        assertThat(other.told).isEmpty();
        assertThat(one.holds()).isTrue();
    }

    @Test
    void holds_its_own_leases_only() {
        one.fleet.enter();
        var other = crew.new Member("other");
        other.fleet.enter();

        assertThat(one.fleet.holds(Crew.lease(one.fleet.worker()))).isTrue();
        assertThat(one.fleet.holds(Crew.lease(other.fleet.worker()))).isFalse();
        assertThat(one.fleet.holds(Crew.lease(""))).isFalse();
    }

    @Test
    void no_longer_acts_when_it_could_not_beat_for_half_the_lease_time() {
        one.fleet.enter();
        crew.roster.isAway = true;

        crew.pass(Crew.LEASE_TIME.dividedBy(2).minusMillis(1));
        one.fleet.turn();
        assertThat(one.holds()).isTrue();

        crew.pass(Duration.ofMillis(1));
        one.fleet.turn();
        assertThat(one.holds()).isFalse();

        crew.roster.isAway = false;
        one.fleet.turn();
        assertThat(one.holds()).as("it beats again, and nobody took it for lost").isTrue();
    }

    @Test
    void that_was_frozen_in_the_middle_of_a_beat_does_not_believe_that_it_just_beat() {
        one.fleet.enter();
        crew.roster.beforeNextBeat = () -> crew.pass(Crew.LEASE_TIME.multipliedBy(2));

        one.fleet.turn();

        assertThat(one.holds()).isFalse();
    }

    @Test
    void leaves_the_roster_when_it_ends_with_nothing_under_its_name() {
        one.fleet.enter();

        one.fleet.close();

        assertThat(crew.roster.beats()).isEmpty();
    }

    @Test
    void stays_in_the_roster_when_something_is_left_under_its_name() {
        one.fleet.enter();
        crew.lease("s-1", one);

        one.fleet.close();

        assertThat(crew.roster.beats()).containsOnlyKeys(one.fleet.worker());
    }

    @Test
    void ends_also_when_the_store_is_away() {
        one.fleet.enter();
        crew.store.failNext();

        one.fleet.close();

        assertThat(crew.roster.beats()).containsOnlyKeys(one.fleet.worker());
    }
}
