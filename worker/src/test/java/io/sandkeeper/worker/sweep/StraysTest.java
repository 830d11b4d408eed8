package io.sandkeeper.worker.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.operation.Marks;
import io.sandkeeper.worker.platform.LaneId;
import io.sandkeeper.worker.platform.News;
import io.sandkeeper.worker.provider.Errand;
import io.sandkeeper.worker.provider.Fate;
import io.sandkeeper.worker.provider.Weather;
import io.sandkeeper.worker.session.Condemned;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.store.Invented;
import io.sandkeeper.worker.store.Records;
import io.sandkeeper.worker.store.Sessions;
import io.sandkeeper.worker.store.StoreUnavailable;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Sandboxes of ours that nobody owns. */
class StraysTest {
    private static final LaneId LANE = new LaneId("e2b", Optional.empty(), LaneId.Operation.KILL);
    private static final Duration GRACE = Scene.RULES.grace();

    private final Scene scene = new Scene();

    private List<SandboxId> condemned(String session) {
        return scene.read(new SessionId(session)).condemned().stream()
                .map(Condemned::sandbox)
                .flatMap(Optional::stream)
                .toList();
    }

    @Test
    void of_a_session_is_condemned_by_it_and_told() {
        scene.running("s", scene.make("s", 1));
        var stray = scene.make("s", 1);
        scene.step(GRACE);
        var firstSeen = scene.clock.instant().plus(Duration.ofMinutes(1));

        scene.sweep(1);
        assertThat(scene.door.passed()).isEmpty();
        scene.sweep(1);

        assertThat(scene.door.passed()).containsExactly(new Signal.StraySeen(1, stray));
        assertThat(condemned("s")).containsExactly(stray);
        assertThat(scene.news).containsExactly(new News.StrayKilled(LANE, stray, firstSeen));
        assertThat(scene.count("sandkeeper.strays.killed")).isEqualTo(1);

        scene.sweep(3);
        assertThat(scene.news).as("what is condemned is owned").hasSize(1);
    }

    @Test
    void of_no_session_is_killed_here_and_told() {
        var forgotten = scene.make("forgotten", 3);
        var nameless = scene.make(Map.of(Marks.FLEET, Scene.FLEET));
        scene.step(GRACE);

        scene.sweep(1);
        assertThat(scene.lives(forgotten)).isTrue();
        scene.sweep(1);

        assertThat(scene.cloud.live()).isEmpty();
        assertThat(scene.news).extracting(News::lane).containsExactly(LANE, LANE);
        assertThat(scene.door.passed()).isEmpty();
        assertThat(scene.lives(nameless)).isFalse();
    }

    @Test
    void whose_kill_is_not_confirmed_is_killed_again_and_told_once() {
        var stray = scene.make("forgotten", 1);
        scene.provider.weather(Weather.first(Errand.KILL, Fate.LOST_BEFORE, Fate.REFUSED));
        scene.step(GRACE);

        scene.sweep(3);
        assertThat(scene.lives(stray)).isTrue();
        assertThat(scene.news).isEmpty();
        scene.sweep(3);

        assertThat(scene.lives(stray)).isFalse();
        assertThat(scene.news).hasSize(1);
    }

    @Test
    void is_left_alone_while_it_is_young() {
        var young = scene.make("forgotten", 1);

        scene.sweep(4);
        assertThat(scene.lives(young)).isTrue();
        scene.sweep(1);

        assertThat(scene.lives(young)).isFalse();
    }

    @Test
    void is_never_another_fleets_nor_nobodys_even_when_the_server_lists_them() {
        scene.make(Scene.marks("staging", "s", 1));
        scene.make(Map.of());
        scene.make(Map.of(Marks.SESSION, "s", Marks.GENERATION, "1"));
        var all = scene.sweeper(new UnfilteredListing(scene.provider));
        scene.step(GRACE);

        for (var i = 0; i < 5; i++) {
            scene.step(Duration.ofMinutes(1));
            all.sweep();
        }

        assertThat(scene.cloud.live()).hasSize(3);
        assertThat(scene.provider.errands(Errand.KILL)).isZero();
    }

    @Test
    void is_not_what_a_creation_under_way_may_still_adopt() {
        var made = scene.make("s", 1);
        var creating = scene.session("s", new State.Creating(scene.clock.instant(), queued()));
        var operation =
                Records.with(
                        Records.with(
                                new Invented(1).one(Operation.class),
                                "kind",
                                Operation.Kind.CREATE),
                        "generation",
                        1L);
        scene.save(Records.with(creating, "operation", Optional.of(operation)));
        scene.step(Duration.ofHours(1));

        scene.sweep(3);

        assertThat(scene.lives(made)).isTrue();
        assertThat(scene.door.passed()).isEmpty();
    }

    private State.Queued queued() {
        return (State.Queued) Sessions.queued(scene.clock.instant());
    }

    @Test
    void is_what_an_older_creation_brought() {
        var old = scene.make("s", 1);
        var session = scene.session("s", scene.running(scene.current(scene.make("s", 2))));
        scene.save(Records.with(session, "generation", 2L));
        scene.step(GRACE);

        scene.sweep(2);

        assertThat(condemned("s")).containsExactly(old);
    }

    @Test
    void is_not_what_a_lost_session_may_want_back_until_it_is_made_anew() {
        var again = scene.make("s", 1);
        var lost =
                scene.save(
                        "s",
                        new State.Lost(
                                scene.clock.instant(), Sessions.because("404"), Optional.empty()));
        scene.step(GRACE);

        scene.sweep(3);
        assertThat(scene.door.passed()).isEmpty();
        scene.store.write(List.of(Sessions.write(lost, Records.with(lost, "generation", 2L))));
        scene.sweep(2);

        assertThat(condemned("s")).containsExactly(again);
    }

    @Test
    void is_not_decided_by_a_listing_without_an_end() {
        var stray = scene.make("forgotten", 1);
        scene.provider.weather(
                Weather.first(Errand.FIND, Fate.FINE, Fate.LOST_AFTER, Fate.LOST_BEFORE));
        scene.step(GRACE);

        scene.sweep(3);
        assertThat(scene.lives(stray)).isTrue();
        scene.sweep(1);

        assertThat(scene.lives(stray)).isFalse();
        assertThat(scene.count("sandkeeper.sweep.unfinished")).isEqualTo(2);
    }

    @Test
    void is_not_decided_while_the_store_is_away() {
        var owned = scene.make("s", 1);
        scene.running("s", owned);
        var stray = scene.make("s", 1);
        scene.step(GRACE);
        scene.sweep(1);

        scene.store.loseNextAnswer();
        assertThat(scene.door.passed()).isEmpty();
        try {
            scene.sweep(1);
        } catch (StoreUnavailable _) {
            // It is swept again in a minute.
        }
        assertThat(scene.door.passed()).isEmpty();
        scene.sweep(1);

        assertThat(condemned("s")).containsExactly(stray);
        assertThat(scene.lives(owned)).isTrue();
    }

    @Test
    void are_not_all_the_sandboxes_of_a_fleet_whose_store_was_emptied() {
        var many = Scene.RULES.unknownAtOnce() + 1;
        IntStream.range(0, many).forEach(i -> scene.make("s-" + i, 1));
        scene.step(GRACE);

        scene.sweep(5);

        assertThat(scene.cloud.live()).hasSize(many);
        assertThat(scene.news).isEmpty();
    }

    @Test
    void are_found_among_thousands_that_are_owned() {
        IntStream.range(0, 1_200)
                .mapToObj(i -> "s-" + i)
                .forEach(id -> scene.running(id, scene.make(id, 1)));
        var stray = scene.make("s-7", 1);
        var unknown = scene.make("forgotten", 1);
        scene.step(GRACE);

        scene.sweep(2);

        assertThat(scene.door.passed()).containsExactly(new Signal.StraySeen(1, stray));
        assertThat(scene.lives(unknown)).isFalse();
        assertThat(scene.cloud.live()).hasSize(1_201);
    }
}
