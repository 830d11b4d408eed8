package io.sandkeeper.bench.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.events.EventType;
import io.sandkeeper.events.SessionState;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.List;

/** Workers die, freeze, come and go. */
@ExtendWith(Drills.class)
@Timeout(300)
class WorkerDrillTest {
    private static final Duration SHUTDOWN = Duration.ofSeconds(20);

    @Test
    void a_killed_workers_creations_are_taken_over_by_the_other(Stage stage) throws Exception {
        var expected = new Expected("killed");
        var sessions = expected.first(100);
        expected.expect(sessions, SessionState.RUNNING);
        stage.cloud().let(Fault.slow("create", 3_000));
        sessions.forEach(stage.upstream()::request);
        stage.awaitAll(sessions, EventType.CREATING);

        stage.machinery().worker(1).kill();
        stage.awaitAll(sessions, EventType.READY);

        assertThat(stage.cloud().calls("list"))
                .as("what the dead worker had begun is looked for")
                .isPositive();
        stage.machinery().worker(1).start();
        stage.verify(expected);
    }

    @Test
    void a_worker_that_was_frozen_beyond_its_lease_writes_nothing_when_it_wakes(Stage stage)
            throws Exception {
        var expected = new Expected("frozen");
        var sessions = expected.first(60);
        expected.expect(sessions, SessionState.RUNNING);
        stage.cloud().let(Fault.slow("create", 3_000));
        sessions.forEach(stage.upstream()::request);
        stage.awaitAll(sessions, EventType.CREATING);

        stage.machinery().worker(1).freeze();
        stage.awaitAll(sessions, EventType.READY);
        assertThat(stage.cloud().calls("list"))
                .as("what the frozen worker had begun is looked for")
                .isPositive();
        stage.machinery().worker(1).wake();
        stage.cloud().heal();

        var asked = expected.first(80).subList(60, 80);
        asked.forEach(stage.upstream()::request);
        expected.expect(asked, SessionState.RUNNING);
        stage.verify(expected);
        assertThat(expected.all())
                .allMatch(one -> stage.audience().count(one, EventType.READY) == 1);
    }

    @Test
    void workers_come_and_go_under_load_and_nobody_notices(Stage stage) throws Exception {
        var expected = new Expected("rolling");
        var workers = stage.machinery();
        try (var load = new Load(stage.upstream(), expected)) {
            load.goOnFor(Duration.ofSeconds(3));
            endInTime(workers.worker(2));
            load.goOnFor(Duration.ofSeconds(2));

            workers.launch(List.of(workers.worker(2), workers.worker(3), workers.worker(4)));
            load.goOnFor(Duration.ofSeconds(3));

            for (int number = 1; number <= 2; number++) {
                endInTime(workers.worker(number));
                workers.worker(number).start();
            }

            for (int number = 4; number > 1; number--) {
                endInTime(workers.worker(number));
            }
            load.goOnFor(Duration.ofSeconds(2));
        }
        stage.verify(expected);
    }

    private static void endInTime(Part worker) throws Exception {
        assertThat(worker.end()).as("the end of %s", worker).isLessThan(SHUTDOWN);
    }
}
