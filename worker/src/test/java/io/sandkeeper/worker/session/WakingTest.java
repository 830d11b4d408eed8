package io.sandkeeper.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What becomes of a session whose sandbox does not wake, or does not fall asleep. */
class WakingTest {
    private static final Failure ZOMBIE = new Failure.Transient("awake, but cannot run a command");

    private final Lifecycle lifecycle = new Lifecycle(Policy.DEFAULT);
    private Instant now = Samples.NOW;
    private Session session = Samples.in(paused());
    private List<Notice> told = List.of();
    private int number;

    private static State.Paused paused() {
        return new State.Paused(Samples.BEFORE, Samples.SANDBOX, Samples.IDLE, Samples.BEFORE);
    }

    private Origin origin() {
        return new Origin(
                new EventId("w-" + ++number),
                "any",
                "u-1",
                now,
                Optional.of(new RequestId("r-" + number)),
                Optional.empty(),
                Optional.empty());
    }

    private Origin use() {
        return new Origin(
                new EventId("w-" + ++number),
                "activity",
                "u-1",
                now,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private Decision signal(Signal signal) {
        var decision = lifecycle.decide(session, signal, now);
        if (decision instanceof Decision.Step(var next, var notices)) {
            session = next;
            told = notices;
        }
        return decision;
    }

    private List<String> told() {
        return told.stream().map(one -> one.kind().getClass().getSimpleName()).toList();
    }

    private Operation operation() {
        return session.operation().orElseThrow();
    }

    /** As soon as it is due. */
    private void takeUp() {
        now = operation().dueAt().isAfter(now) ? operation().dueAt() : now;
        signal(new Signal.TakenUp(new Operation.Lease("w", now)));
    }

    private void failToWake(Failure failure) {
        takeUp();
        signal(new Signal.ResumeFailed(2, operation().turn(), failure));
    }

    private void failToPause(Failure failure) {
        takeUp();
        signal(new Signal.PauseFailed(2, operation().turn(), failure));
    }

    private void pauses() {
        takeUp();
        signal(new Signal.PauseDone(2));
    }

    private void wakeInVain() {
        signal(new Signal.ResumeRequested(origin()));
        for (var i = 0; i < Policy.DEFAULT.attempts(); i++) {
            failToWake(ZOMBIE);
        }
    }

    @Nested
    class A_sandbox_that_wakes_as_a_zombie {
        @Test
        void is_tried_three_more_times_at_growing_intervals() {
            signal(new Signal.ResumeRequested(origin()));
            var waits = new ArrayList<Long>();

            for (var i = 0; i < 3; i++) {
                failToWake(ZOMBIE);
                waits.add(Duration.between(now, operation().dueAt()).toSeconds());
                assertThat(session.state()).isInstanceOf(State.Resuming.class);
                assertThat(told).isEmpty();
            }

            assertThat(waits).containsExactly(1L, 2L, 4L);
        }

        @Test
        void is_put_to_sleep_again_with_its_files_and_somebody_is_told_what_to_do() {
            wakeInVain();

            assertThat(session.state())
                    .isInstanceOfSatisfying(
                            State.Pausing.class,
                            pausing -> assertThat(pausing.sandbox()).isEqualTo(Samples.SANDBOX));
            assertThat(told()).containsExactly("Failed", "Pausing");
            assertThat(told.getFirst().kind())
                    .isEqualTo(new Notice.Failed(Notice.Task.WAKE, Trying.WAKE_AGAIN));
            assertThat(told.getFirst().cause().evidence())
                    .isEqualTo(
                            "tried 4 times to wake it; the last time: awake, but cannot run a command");

            pauses();

            assertThat(session.state().current()).contains(Samples.SANDBOX);
            assertThat(session.state()).isInstanceOf(State.Paused.class);
            assertThat(session.operation()).isEmpty();
            assertThat(session.condemned()).isEmpty();
            assertThat(session.ledger().asked()).isEmpty();
            assertThat(session.setback())
                    .hasValueSatisfying(one -> assertThat(one.task()).isEqualTo(Notice.Task.WAKE));
        }

        @Test
        void is_not_woken_over_and_over_by_use_that_goes_on() {
            wakeInVain();
            pauses();

            now = now.plusSeconds(30);
            assertThat(signal(new Signal.Used(use())))
                    .isEqualTo(new Decision.Ignore(Idle.OUT_OF_DATE));
            now = now.plus(Trying.REST);
            signal(new Signal.Used(use()));

            assertThat(session.state()).isInstanceOf(State.Resuming.class);
        }

        @Test
        void is_woken_at_once_by_whoever_asks_for_it() {
            for (var retry : List.of(true, false)) {
                session = Samples.in(paused());
                wakeInVain();
                pauses();

                signal(
                        retry
                                ? new Signal.RetryRequested(origin())
                                : new Signal.ResumeRequested(origin()));

                assertThat(session.state()).isInstanceOf(State.Resuming.class);
                assertThat(operation().attempt()).isOne();
            }
        }

        @Test
        void is_woken_once_it_sleeps_when_somebody_asks_meanwhile() {
            wakeInVain();

            signal(new Signal.ResumeRequested(origin()));
            pauses();

            assertThat(session.state()).isInstanceOf(State.Resuming.class);
        }

        @Test
        void is_lost_when_the_provider_does_not_have_it_any_more() {
            wakeInVain();
            takeUp();

            signal(new Signal.Gone(2, "404 twice"));

            assertThat(session.state()).isInstanceOf(State.Lost.class);
        }
    }

    @Nested
    class A_wake {
        @Test
        void that_meets_limits_and_conflicts_and_is_a_probe_loses_no_attempt() {
            signal(new Signal.ResumeRequested(origin()));

            for (var i = 0; i < 10; i++) {
                failToWake(new Failure.Limited(Optional.empty(), "429"));
                failToWake(new Failure.KeyRefused(401, "401"));
                failToWake(new Failure.Conflict("409"));
                failToWake(new Failure.AsProbe(ZOMBIE));
                now = Samples.NOW;
                session = rewound(session);
            }

            assertThat(operation().attempt()).isOne();
            assertThat(session.state()).isInstanceOf(State.Resuming.class);
        }

        /** As if no time had passed since. */
        private Session rewound(Session later) {
            return Samples.with(
                    later, later.operation().map(one -> one.parked(Samples.NOW)).orElseThrow());
        }

        @Test
        void that_meets_a_conflict_without_end_is_given_up() {
            signal(new Signal.ResumeRequested(origin()));

            while (session.state() instanceof State.Resuming) {
                failToWake(new Failure.Conflict("404, but a second look found it"));
            }

            assertThat(Duration.between(Samples.NOW, now))
                    .isBetween(
                            Policy.DEFAULT.operationTime(),
                            Policy.DEFAULT.operationTime().plusMinutes(1));
        }

        @Test
        void that_can_never_be_is_not_tried_again() {
            signal(new Signal.ResumeRequested(origin()));

            failToWake(new Failure.Permanent("400"));

            assertThat(session.state()).isInstanceOf(State.Pausing.class);
        }

        @Test
        void that_nobody_began_ends_after_an_hour_and_its_sandbox_sleeps_on() {
            signal(new Signal.ResumeRequested(origin()));
            signal(
                    new Signal.PutOff(
                            Waiting.TURN, Optional.empty(), now.plus(Duration.ofHours(9))));

            assertThat(lifecycle.dueAt(session)).contains(now.plus(Duration.ofHours(1)));
            now = now.plus(Duration.ofHours(1));
            signal(new Signal.TimerFired());

            assertThat(session.state()).isInstanceOf(State.Paused.class);
            assertThat(session.operation()).isEmpty();
            assertThat(told()).containsExactly("Failed", "Paused");
            assertThat(told.getFirst().cause().evidence())
                    .isEqualTo("it could not be woken since " + Samples.NOW);
        }

        @Test
        void that_nobody_began_is_called_off_by_a_pause() {
            signal(new Signal.ResumeRequested(origin()));

            signal(new Signal.PauseRequested(origin()));

            assertThat(session.state()).isInstanceOf(State.Paused.class);
            assertThat(session.desired()).isEqualTo(Desired.PAUSED);
            assertThat(told()).containsExactly("Superseded", "Paused");
        }

        @Test
        void whose_workers_are_lost_one_after_the_other_is_given_up_too() {
            signal(new Signal.ResumeRequested(origin()));

            for (var i = 0; i <= Quarantine.MOST_TAKE_OVERS; i++) {
                takeUp();
                signal(new Signal.LeaseLost("w"));
            }

            assertThat(session.state()).isInstanceOf(State.Pausing.class);
            assertThat(told()).containsExactly("Failed", "Pausing");
        }
    }

    @Nested
    class A_pause_that_fails {
        @Test
        void is_told_once_and_tried_on_until_it_sleeps() {
            session =
                    Samples.in(
                            new State.Running(
                                    now,
                                    Samples.SANDBOX,
                                    now.plusSeconds(1_800),
                                    Optional.empty()));
            signal(new Signal.PauseRequested(origin()));
            var tellings = 0;

            for (var i = 0; i < 20; i++) {
                failToPause(new Failure.Transient("500"));
                tellings += told.size();
                assertThat(session.state()).isInstanceOf(State.Pausing.class);
            }
            var wait = Duration.between(now, operation().dueAt());
            pauses();

            assertThat(tellings).isOne();
            assertThat(wait).isEqualTo(Policy.DEFAULT.slotWait());
            assertThat(session.state()).isInstanceOf(State.Paused.class);
        }

        @Test
        void says_so_when_its_workers_are_lost_one_after_the_other() {
            session = Samples.in(new State.Pausing(now, Samples.SANDBOX, Samples.IDLE));

            for (var i = 0; i <= Quarantine.MOST_TAKE_OVERS; i++) {
                if (i > 0) {
                    takeUp();
                }
                signal(new Signal.LeaseLost(i == 0 ? "w-1" : "w"));
            }

            assertThat(told)
                    .extracting(Notice::kind)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Notice.Failed.class,
                            failed -> assertThat(failed.task()).isEqualTo(Notice.Task.PAUSE));
        }
    }
}
