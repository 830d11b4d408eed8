package io.sandkeeper.worker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.State;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;

/** What becomes of the work of workers that end, by order or by what they work at. */
class EndOfWorkersTest {
    private final Story story = new Story(1);

    @BeforeEach
    void nothingElseGoesWrong() {
        story.world.faults.end();
    }

    @AfterEach
    void end() {
        story.end();
    }

    @Test
    void what_a_worker_that_is_told_to_end_has_under_way_goes_on_before_its_lease_is_over() {
        var session = story.load.sessions.getFirst();
        story.begin(1);
        var leaving = story.members.getFirst();
        story.load.request(session);
        leaving.getStuck();
        story.calmSecond();
        story.calmSecond();
        assertThat(leaving.operations()).as("a call that does not return").hasSize(1);
        var staying = story.join();
        for (int partition = 0; partition < Broker.PARTITIONS; partition++) {
            story.assign(partition, staying);
        }
        story.calmSecond();

        var began = story.world.timeline.now();
        leaving.leave();
        while (!(of(session).state() instanceof State.Running)) {
            story.calmSecond();
            assertThat(Duration.between(began, story.world.timeline.now()))
                    .as("until another worker has done it")
                    .isLessThan(Member.LEASE_TIME.dividedBy(3));
        }

        assertThat(story.members).containsExactly(staying);
        assertThat(story.world.roster.beats()).hasSize(1);
        assertThat(of(session).operation()).isEmpty();
        assertThat(story.world.cloud.live()).hasSize(1);
    }

    @Test
    void a_session_that_workers_die_of_is_given_up_and_the_others_live() {
        var poison = story.load.sessions.getFirst();
        var harmless = story.load.sessions.getLast();
        story.world.poison(poison);
        story.begin(3);
        story.load.request(poison);
        story.load.request(harmless);

        story.comeToRest();

        assertThat(story.crashes()).isEqualTo(4);
        assertThat(of(poison).state())
                .isInstanceOfSatisfying(
                        State.Failed.class,
                        failed ->
                                assertThat(failed.nextStep())
                                        .contains("retry-requested")
                                        .contains("kill-requested"));
        assertThat(of(harmless).state().name()).isIn(State.Name.RUNNING, State.Name.PAUSED);
        assertThat(story.world.cloud.live())
                .singleElement()
                .satisfies(
                        seen ->
                                assertThat(seen.metadata())
                                        .containsEntry("sandkeeper.session", harmless.value()));
    }

    private Session of(SessionId id) {
        return story.world.store.kept(id).orElseThrow().session();
    }
}
