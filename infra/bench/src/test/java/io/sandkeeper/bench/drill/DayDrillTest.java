package io.sandkeeper.bench.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.events.AutoPause;
import io.sandkeeper.events.Cause;
import io.sandkeeper.events.EventType;
import io.sandkeeper.events.SandboxStatus;
import io.sandkeeper.events.SessionId;
import io.sandkeeper.events.SessionState;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole day of a sandbox, on the real stack, with days that last seconds: the worker's settings
 * are shortened, nothing else is.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(300)
class DayDrillTest {
    /** A day in which all minutes are seconds, and thirty days are a minute. */
    private static final Map<String, String> SHORT_DAYS =
            Map.ofEntries(
                    Map.entry("SANDKEEPER_SANDBOX_AUTOPAUSE", "6s"),
                    Map.entry("SANDKEEPER_SANDBOX_PAUSEWARNING", "3s"),
                    Map.entry("SANDKEEPER_SANDBOX_LIFETIME", "12s"),
                    Map.entry("SANDKEEPER_SANDBOX_SAFETY", "4s"),
                    Map.entry("SANDKEEPER_SANDBOX_LONGESTRUN", "30s"),
                    Map.entry("SANDKEEPER_SANDBOX_LIFE", "70s"),
                    Map.entry("SANDKEEPER_SANDBOX_LIFEWARNINGS", "21s,9s,3s"),
                    Map.entry("SANDKEEPER_SWEEP_INTERVAL", "2s"));

    private static final SessionId LIFE = new SessionId("life-0001");

    private static Stage stage;

    /** The life passes beside the day and the night. */
    @BeforeAll
    static void set() throws Exception {
        stage = Stage.set(SHORT_DAYS);
        stage.machinery().launch(List.of(stage.machinery().worker(1)));
        stage.upstream().request(LIFE, AutoPause.after(Duration.ofSeconds(6)));
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @Test
    void a_sandbox_is_used_warned_kept_awake_paused_woken_lost_and_made_anew() throws Exception {
        var session = new SessionId("day-0001");
        stage.upstream().request(session, AutoPause.after(Duration.ofSeconds(6)));
        told(session, EventType.READY, 1);

        useFor(session, Duration.ofSeconds(15));
        assertThat(count(session, EventType.PAUSING))
                .as("used for longer than the provider's own time, and never paused")
                .isZero();

        told(session, EventType.PAUSE_WARNING, 1);
        told(session, EventType.PAUSED, 1);
        assertThat(cause(session)).isEqualTo(Cause.Kind.IDLE);
        assertThat(inCloud(session)).contains("paused");

        stage.upstream().use(session);
        told(session, EventType.RESUMED, 1);
        stage.upstream().busy(session, Duration.ofSeconds(10));
        pass(Duration.ofSeconds(8));
        assertThat(count(session, EventType.PAUSED)).as("an agent thinks").isEqualTo(1);

        stage.upstream().pause(session);
        told(session, EventType.PAUSED, 2);
        assertThat(cause(session)).isEqualTo(Cause.Kind.REQUEST);
        stage.upstream().resume(session);
        told(session, EventType.RESUMED, 2);

        // Only the provider pauses it now, however late it is noticed.
        stage.upstream().busy(session, Duration.ofSeconds(60));
        pass(Duration.ofSeconds(1));
        stage.cloud().pause(sandbox(session));
        told(session, EventType.PAUSED, 3);
        assertThat(cause(session)).isEqualTo(Cause.Kind.PROVIDER);

        stage.cloud().kill(sandbox(session));
        told(session, EventType.LOST, 1);
        assertThat(cause(session)).isEqualTo(Cause.Kind.PROVIDER);
        stage.upstream().use(session);
        told(session, EventType.RECREATION_COMPLETED, 1);
        stage.upstream().kill(session);
        ended(session, SessionState.KILLED);
    }

    @Test
    void the_end_of_life_is_announced_three_times_and_comes_to_one_that_sleeps() throws Exception {
        told(LIFE, EventType.EXPIRED, 1);

        assertThat(count(LIFE, EventType.EXPIRING)).isEqualTo(3);
        ended(LIFE, SessionState.EXPIRED);
    }

    @Test
    void a_sandbox_that_is_never_paused_takes_a_break_before_the_providers_longest_run()
            throws Exception {
        var session = new SessionId("night-0001");
        stage.upstream().request(session, AutoPause.NEVER);
        told(session, EventType.READY, 1);

        told(session, EventType.RESUMED, 1);

        assertThat(count(session, EventType.PAUSED)).isEqualTo(1);
        assertThat(status(session).standing().state()).isEqualTo(SessionState.RUNNING);
        stage.upstream().kill(session);
        ended(session, SessionState.KILLED);
    }

    private static void ended(SessionId session, SessionState state) throws Exception {
        Patience.untilNone(
                session + " leaves nothing behind",
                Patience.that(
                        () ->
                                status(session).standing().state() == state
                                        && inCloud(session).isEmpty(),
                        "it is still there"));
    }

    private static void told(SessionId session, EventType type, int times) throws Exception {
        Patience.untilNone(
                session + " is told " + type + " for the " + times + ". time",
                () ->
                        count(session, type) >= times
                                ? List.of()
                                : List.of(stage.audience().told(session).toString()));
    }

    /** The last status of the compacted topic may come a moment after the event. */
    private static Cause.Kind cause(SessionId session) throws Exception {
        Patience.untilNone(
                "status and lifecycle agree",
                Patience.that(
                        () ->
                                status(session).standing().sequence()
                                        >= stage.audience().told(session).latest(),
                        "the status is behind"));
        return status(session).standing().cause().kind();
    }

    private static long count(SessionId session, EventType type) {
        return stage.audience().count(session, type);
    }

    private static SandboxStatus status(SessionId session) {
        return stage.audience().status(session).orElseThrow();
    }

    private static String sandbox(SessionId session) {
        return Optional.ofNullable(status(session).standing().sandboxId()).orElseThrow().value();
    }

    private static Optional<String> inCloud(SessionId session) {
        try {
            return stage.cloud().all().stream()
                    .filter(one -> one.session().equals(session.value()))
                    .map(Cloud.Live::state)
                    .findFirst();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void useFor(SessionId session, Duration time) throws Exception {
        for (int second = 0; second < time.toSeconds(); second++) {
            stage.upstream().use(session);
            pass(Duration.ofSeconds(1));
        }
    }

    /** Time that passes is what this is about. */
    private static void pass(Duration time) throws Exception {
        var end = System.nanoTime() + time.toNanos();
        Patience.untilNone("time passes", Patience.that(() -> System.nanoTime() >= end, "not yet"));
    }
}
