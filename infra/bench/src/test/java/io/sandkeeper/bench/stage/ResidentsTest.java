package io.sandkeeper.bench.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.session.Decision;
import io.sandkeeper.worker.session.Lifecycle;
import io.sandkeeper.worker.session.Policy;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.State;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

class ResidentsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void who_is_to_be_paused_is_due_then_and_is_paused_then() {
        var session = Residents.toPauseAt("s", NOW);

        var decision = new Lifecycle(Policy.DEFAULT).decide(session, new Signal.TimerFired(), NOW);

        assertThat(Residents.dueAt(session)).contains(NOW);
        assertThat(decision).isInstanceOf(Decision.Step.class);
        assertThat(((Decision.Step) decision).next().state()).isInstanceOf(State.Pausing.class);
    }

    @Test
    void who_is_in_use_is_not_due_for_hours_and_who_sleeps_not_for_weeks() {
        assertThat(Residents.dueAt(Residents.inUse("s", NOW)).orElseThrow())
                .isAfter(NOW.plus(Duration.ofHours(6)));
        assertThat(Residents.dueAt(Residents.paused("s", NOW)).orElseThrow())
                .isAfter(NOW.plus(Duration.ofDays(20)));
    }
}
