package io.sandkeeper.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One sandbox in the place of another. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ReplacingTest {
    private static final Instant NOW = Samples.NOW;

    private final Lifecycle lifecycle = new Lifecycle(Policy.DEFAULT);
    private Session session = Samples.in(running());
    private Instant now = NOW;
    private int number;

    private static State running() {
        return Samples.states().stream()
                .filter(State.Running.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    @Nested
    class The_sandbox_before {
        @Test
        void stays_until_the_new_one_is_ready() {
            recreate();

            assertThat(session.state().current()).contains(Samples.SANDBOX);
            assertThat(session.condemned()).isEmpty();

            tell(created());

            assertThat(session.state().current()).contains(box(3));
            assertThat(session.condemned())
                    .singleElement()
                    .satisfies(one -> assertThat(one.sandbox()).contains(Samples.BOX));
        }

        @Test
        void is_gone_back_to_when_no_new_one_comes() {
            var end = ((State.Running) session.state()).providerEnd();
            recreate();

            var notices = tell(createFailed(new Failure.Permanent("400")));

            assertThat(session.state())
                    .isEqualTo(new State.Running(now, Samples.SANDBOX, end, Optional.empty()));
            assertThat(session.operation()).isEmpty();
            assertThat(session.condemned()).isEmpty();
            assertThat(notices).contains(Notice.RecreationFailed.class);
        }

        @Test
        void sleeps_on_when_it_slept() {
            session =
                    Samples.in(
                            new State.Paused(Samples.BEFORE, Samples.SANDBOX, Samples.IDLE, NOW));
            recreate();

            tell(createFailed(new Failure.Permanent("400")));

            assertThat(session.state()).isInstanceOf(State.Paused.class);
            assertThat(session.desired()).isEqualTo(Desired.PAUSED);
            assertThat(session.state().current()).contains(Samples.SANDBOX);
        }

        @Test
        void is_killed_with_the_one_that_may_be_on_its_way() {
            recreate();

            tell(new Signal.KillRequested(origin()));

            assertThat(session.condemned())
                    .extracting(Condemned::sandbox)
                    .containsExactlyInAnyOrder(Optional.of(Samples.BOX), Optional.empty());
        }

        @Test
        void is_paused_at_last_when_that_was_asked_for_meanwhile() {
            recreate();
            tell(new Signal.PauseRequested(origin()));

            tell(createFailed(new Failure.Permanent("400")));

            assertThat(session.state()).isInstanceOf(State.Pausing.class);
        }
    }

    @Nested
    class Replacements_by_themselves {
        @Test
        void wait_for_a_cool_down_that_doubles() {
            var waits =
                    List.of(1, 2, 3, 4).stream()
                            .map(
                                    _ -> {
                                        var wait = loseAndUse();
                                        now = now.plus(wait);
                                        takeUp();
                                        tell(created());
                                        return wait;
                                    })
                            .toList();

            assertThat(waits.getFirst()).isZero();
            assertThat(waits.subList(1, 4))
                    .allSatisfy(wait -> assertThat(wait).isPositive())
                    .isSorted();
            assertThat(waits.get(3)).isCloseTo(Duration.ofMinutes(4), Duration.ofSeconds(10));
        }

        @Test
        void end_after_five_within_an_hour_with_what_a_person_can_do() {
            for (int n = 0; n < 5; n++) {
                now = now.plus(loseAndUse());
                takeUp();
                tell(created());
            }
            now = now.plusSeconds(1);
            tell(new Signal.Gone(session.generation(), "404"));

            now = now.plusSeconds(1);
            tell(new Signal.Used(use()));

            assertThat(session.state())
                    .isInstanceOfSatisfying(
                            State.Failed.class,
                            failed ->
                                    assertThat(failed.nextStep())
                                            .contains("5 times")
                                            .contains("retry-requested"));
        }

        @Test
        void begin_anew_after_an_hour() {
            now = now.plus(loseAndUse());
            takeUp();
            tell(created());

            now = now.plus(Duration.ofMinutes(61));

            assertThat(loseAndUse()).isZero();
        }
    }

    @Nested
    class A_request_by_hand {
        @Test
        void passes_the_cool_down_once() {
            recreate();
            tell(created());
            now = now.plusSeconds(1);

            recreate();
            assertThat(due()).isEqualTo(now);
            tell(created());
            now = now.plusSeconds(1);

            tell(new Signal.RecreateRequested(origin()));
            assertThat(due()).isAfter(now.plus(Duration.ofMinutes(1)));
        }

        @Test
        void is_refused_when_it_comes_too_often() {
            for (int n = 0; n < 5; n++) {
                tell(new Signal.RecreateRequested(origin()));
                now = due();
                takeUp();
                tell(created());
                now = now.plusSeconds(1);
            }

            var decision = lifecycle.decide(session, new Signal.RecreateRequested(origin()), now);

            assertThat(decision)
                    .isInstanceOfSatisfying(
                            Decision.Refuse.class,
                            refused ->
                                    assertThat(refused.reason())
                                            .isEqualTo(Refusal.RECREATED_TOO_OFTEN));
        }
    }

    @Test
    void what_happened_is_kept_with_both_sandboxes() {
        recreate();
        now = now.plusSeconds(2);
        var files =
                new Restored(
                        Restored.Source.ARCHIVE,
                        Optional.of(NOW),
                        7,
                        700,
                        Duration.ofSeconds(1),
                        0,
                        List.of());

        tell(new Signal.Created(session.generation(), box(3), Remarks.NONE, files));

        assertThat(session.care().recreations().count()).isEqualTo(1);
        assertThat(session.care().recreations().history())
                .containsExactly(
                        new Replacement(
                                Replacement.Why.REQUEST,
                                "asked for",
                                NOW,
                                Duration.ofSeconds(2),
                                Optional.of(Replacement.Place.of(Samples.SANDBOX)),
                                Optional.of(Replacement.Place.of(box(3))),
                                Optional.of(Replacement.Files.of(files)),
                                Optional.empty()));
    }

    @Test
    void how_far_it_is_only_grows() {
        recreate();

        tell(progress(30));
        assertThat(tell(progress(20))).isEmpty();
        assertThat(tell(progress(31))).containsExactly(Notice.RecreationProgressed.class);
        assertThat(((State.Recreating) session.state()).percent()).isEqualTo(31);
    }

    private void recreate() {
        tell(new Signal.RecreateRequested(origin()));
        takeUp();
    }

    /** How long it has to wait for the next sandbox. */
    private Duration loseAndUse() {
        now = now.plusSeconds(1);
        tell(new Signal.Gone(session.generation(), "404"));
        now = now.plusSeconds(1);
        tell(new Signal.Used(use()));
        return Duration.between(now, due());
    }

    private Instant due() {
        return session.operation().orElseThrow().dueAt();
    }

    private void takeUp() {
        tell(new Signal.TakenUp(new Operation.Lease("w-1", now)));
    }

    private Signal created() {
        return new Signal.Created(session.generation(), box(session.generation()), Remarks.NONE);
    }

    private Signal createFailed(Failure failure) {
        var turn = session.operation().orElseThrow().turn();
        return new Signal.CreateFailed(session.generation(), turn, failure, Optional.empty());
    }

    private Signal progress(int percent) {
        var turn = session.operation().orElseThrow().turn();
        return new Signal.Progressed(
                session.generation(), turn, Signal.Step.TRANSFERRING, "some", percent);
    }

    private static Sandbox box(long generation) {
        return new Sandbox(
                new SandboxId("box-" + generation), generation, "base", Optional.empty(), NOW, 0);
    }

    private Origin origin() {
        number++;
        return new Origin(
                new EventId("e-new-" + number),
                "any",
                "u-1",
                now,
                Optional.of(new RequestId("r-new-" + number)),
                Optional.empty(),
                Optional.empty());
    }

    private Origin use() {
        number++;
        return new Origin(
                new EventId("u-" + number),
                "activity",
                "u-1",
                now,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private List<Class<?>> tell(Signal signal) {
        var decision = lifecycle.decide(session, signal, now);
        if (decision instanceof Decision.Step(var next, var notices)) {
            session = next;
            return notices.stream().<Class<?>>map(notice -> notice.kind().getClass()).toList();
        }
        return List.of();
    }
}
