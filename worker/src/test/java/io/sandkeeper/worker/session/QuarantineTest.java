package io.sandkeeper.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** An operation whose workers are lost one after the other. */
class QuarantineTest {
    private final Lifecycle lifecycle = new Lifecycle(Policy.DEFAULT);
    private Instant now = Samples.NOW;

    @Test
    void a_creation_is_taken_over_three_times_and_then_given_up() {
        var session = Samples.in(new State.Creating(Samples.BEFORE, Samples.QUEUED));

        for (int i = 0; i < 3; i++) {
            session = takenUp(lost(session));
            assertThat(session.state()).isInstanceOf(State.Creating.class);
        }
        session = lost(session);

        assertThat(session.state())
                .isInstanceOfSatisfying(
                        State.Failed.class,
                        failed -> assertThat(failed.nextStep()).contains("retry-requested"));
        assertThat(session.operation()).isEmpty();
        assertThat(session.condemned())
                .as("what it may have made is looked for")
                .singleElement()
                .satisfies(
                        one -> {
                            assertThat(one.isSought()).isTrue();
                            assertThat(one.incarnation()).isEqualTo(new Incarnation(Samples.ID, 2));
                        });
    }

    @Test
    void an_answer_in_between_clears_the_suspicion() {
        var session = Samples.in(new State.Creating(Samples.BEFORE, Samples.QUEUED));

        for (int i = 0; i < 6; i++) {
            session = takenUp(lost(session));
            var turn = session.operation().orElseThrow().turn();
            var full = new Failure.Limited(Optional.of(Duration.ZERO), "full");
            session =
                    takenUp(
                            step(
                                    session,
                                    new Signal.CreateFailed(2, turn, full, Optional.empty())));
        }

        assertThat(session.state()).isInstanceOf(State.Creating.class);
    }

    @Test
    void a_pause_is_never_given_up_but_waits_until_somebody_asks() {
        var session = Samples.in(new State.Pausing(Samples.BEFORE, Samples.SANDBOX, Samples.IDLE));
        for (int i = 0; i < 3; i++) {
            session = takenUp(lost(session));
        }

        session = lost(session);

        assertThat(session.state().current()).contains(Samples.SANDBOX);
        assertThat(lifecycle.dueAt(session)).contains(now.plus(Quarantine.LONG_WAIT));
        assertThat(step(session, new Signal.RetryRequested(Samples.origin("e-9"))).operation())
                .map(Operation::dueAt)
                .contains(now);
    }

    /** It would keep the sandbox from being extended, and from being copied. */
    @Test
    void a_copy_is_given_up_and_told_and_stands_in_the_way_of_nothing() {
        var running =
                new State.Running(
                        Samples.BEFORE,
                        Samples.SANDBOX,
                        Samples.NOW.plus(Duration.ofHours(1)),
                        Optional.empty());
        var session =
                takenUp(
                        Samples.with(
                                Samples.in(running),
                                Operation.first(Operation.Kind.ARCHIVE, 2, Samples.BEFORE)));
        for (int i = 0; i < 3; i++) {
            session = takenUp(lost(session));
        }

        session = lost(session);

        assertThat(session.state()).isEqualTo(running);
        assertThat(session.operation()).isEmpty();
    }

    private Session lost(Session session) {
        var worker = session.operation().flatMap(Operation::lease).orElseThrow().worker();
        return step(session, new Signal.LeaseLost(worker));
    }

    private Session takenUp(Session session) {
        now = now.plusSeconds(1);
        return step(session, new Signal.TakenUp(new Operation.Lease("w-" + now, now)));
    }

    private Session step(Session session, Signal signal) {
        return ((Decision.Step) lifecycle.decide(session, signal, now)).next();
    }
}
