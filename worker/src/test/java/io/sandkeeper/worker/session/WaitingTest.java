package io.sandkeeper.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A session that is not let in waits, keeps its place, and is told once. */
class WaitingTest {
    private static final Instant NOW = Samples.NOW;
    private static final Instant LATER = NOW.plus(Duration.ofMinutes(1));
    private static final Operation.Lease LEASE = new Operation.Lease("w", LATER);

    private final Lifecycle lifecycle = new Lifecycle(Policy.DEFAULT);

    @Test
    void it_is_told_its_place_once() {
        var put = new Signal.PutOff(Waiting.BREAKER_OPEN, Optional.of(Samples.TICKET), LATER);

        var first = step(lifecycle.decide(Samples.in(Samples.QUEUED), put, NOW));
        var again = step(lifecycle.decide(first.next(), put, LATER));

        assertThat(first.notices())
                .extracting(Notice::kind)
                .containsExactly(
                        new Notice.Queued(Waiting.BREAKER_OPEN, Optional.of(Samples.TICKET)));
        assertThat(again.notices()).isEmpty();
    }

    @Test
    void it_keeps_its_place_and_its_time_when_the_account_was_full_after_all() {
        var put = new Signal.PutOff(Waiting.BREAKER_OPEN, Optional.of(Samples.TICKET), LATER);
        var full = new Failure.Limited(Optional.empty(), "429");

        var waiting = step(lifecycle.decide(Samples.in(Samples.QUEUED), put, NOW)).next();
        var letIn = step(lifecycle.decide(waiting, new Signal.LetIn(), LATER)).next();
        var tried = step(lifecycle.decide(letIn, new Signal.TakenUp(LEASE), LATER)).next();
        var turn = tried.operation().orElseThrow().turn();
        var back =
                step(
                        lifecycle.decide(
                                tried,
                                new Signal.CreateFailed(2, turn, full, Optional.empty()),
                                LATER));

        assertThat(back.next().state())
                .isEqualTo(
                        new State.Queued(
                                Samples.BEFORE, Waiting.ACCOUNT_FULL, Optional.of(Samples.TICKET)));
        assertThat(back.next().operation().map(Operation::attempt)).contains(1);
    }

    @Test
    void it_ends_the_wait_after_an_hour_with_words_that_a_person_understands() {
        var session = Samples.in(Samples.QUEUED);
        var due = lifecycle.dueAt(session);
        var hourLater = Samples.QUEUED.since().plus(Duration.ofHours(1));

        var early = lifecycle.decide(session, new Signal.TimerFired(), hourLater.minusMillis(1));
        var failed = step(lifecycle.decide(session, new Signal.TimerFired(), hourLater));

        assertThat(due).isPresent();
        assertThat(early).isEqualTo(new Decision.Ignore(Idle.NOT_DUE));
        assertThat(failed.next().state()).isInstanceOf(State.Failed.class);
        assertThat(failed.notices().getLast().cause().evidence())
                .isEqualTo("no sandbox could be had since " + Samples.QUEUED.since());
    }

    @Test
    void it_can_be_cancelled_while_it_waits() {
        var put = new Signal.PutOff(Waiting.ACCOUNT_FULL, Optional.of(Samples.TICKET), LATER);
        var waiting = step(lifecycle.decide(Samples.in(Samples.QUEUED), put, NOW)).next();

        var killed =
                step(
                        lifecycle.decide(
                                waiting, new Signal.KillRequested(Samples.origin("e-9")), LATER));

        assertThat(killed.next().state()).isInstanceOf(State.Killed.class);
        assertThat(killed.next().condemned()).isEmpty();
    }

    @Test
    void a_higher_priority_goes_before_any_number() {
        var high = new Ticket("l", 1, 9_000_000, 1, Optional.empty());
        var normal = new Ticket("l", 0, 1, 1, Optional.empty());
        var next = new Ticket("l", 0, 2, 1, Optional.empty());
        var low = new Ticket("l", -1, 1, 1, Optional.empty());

        assertThat(high.rank()).isLessThan(normal.rank());
        assertThat(normal.rank()).isLessThan(next.rank());
        assertThat(next.rank()).isLessThan(low.rank());
    }

    private static Decision.Step step(Decision decision) {
        return (Decision.Step) decision;
    }
}
