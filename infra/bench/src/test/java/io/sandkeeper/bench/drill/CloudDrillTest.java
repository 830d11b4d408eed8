package io.sandkeeper.bench.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.events.EventType;
import io.sandkeeper.events.SessionState;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;

/** The cloud goes wrong. */
@ExtendWith(Drills.class)
@Timeout(300)
class CloudDrillTest {
    private static final int MANY = 150;

    @Test
    void a_faulty_cloud_costs_time_but_no_session_and_leaves_no_stray(Stage stage)
            throws Exception {
        var expected = new Expected("faulty");
        stage.cloud()
                .let(
                        Fault.of("create", "drop-after").times(15, 0.2),
                        Fault.of("create", "drop-before").times(15, 0.2),
                        Fault.of("create", "error-500").times(10, 0.2),
                        Fault.of("create", "error-503").times(10, 0.2),
                        Fault.of("create", "rate-limited").times(15, 0.2),
                        Fault.of("create", "at-capacity").times(8, 0.1),
                        Fault.of("create", "zombie").times(8, 0.1),
                        Fault.of("list", "error-503").times(5, 0.2),
                        Fault.of("kill", "drop-after").times(3, 0.5),
                        Fault.of("kill", "error-500").times(3, 0.5),
                        Fault.of("envd.process.Start", "error-503").times(5, 0.1));

        var sessions = expected.first(MANY);
        for (var session : sessions) {
            var request = stage.upstream().request(session);
            stage.upstream().repeat(request);
            stage.upstream().say(request.data());
        }
        expected.expect(sessions, SessionState.RUNNING);

        Patience.untilNone("every fault strikes", stage.cloud()::faultsThatNeverStruck);
        stage.verify(expected);

        sessions.forEach(stage.upstream()::kill);
        expected.expect(sessions, SessionState.KILLED);
        stage.verify(expected);
    }

    @Test
    void a_frozen_cloud_does_not_stop_the_intake(Stage stage) throws Exception {
        var expected = new Expected("frozen-cloud");
        var before = expected.first(20);
        before.forEach(stage.upstream()::request);
        expected.expect(before, SessionState.RUNNING);
        stage.verify(expected);

        stage.machinery().cloud().freeze();
        var frozenSince = System.nanoTime();
        var meanwhile = expected.first(60).subList(20, 60);
        meanwhile.forEach(stage.upstream()::request);
        before.subList(0, 10).forEach(stage.upstream()::pause);
        stage.awaitAll(meanwhile, EventType.QUEUED);
        Patience.untilNone("all is committed while nothing can be done", stage.books()::lag);
        Patience.untilNone(
                "the cloud is away for a while",
                Patience.that(
                        () -> System.nanoTime() - frozenSince > Duration.ofSeconds(8).toNanos(),
                        "not 8 s yet"));
        assertThat(meanwhile).allMatch(one -> stage.audience().count(one, EventType.READY) == 0);
        stage.machinery().cloud().wake();

        expected.expect(meanwhile, SessionState.RUNNING);
        expected.expect(before.subList(0, 10), SessionState.PAUSED);
        stage.verify(expected);
    }
}
