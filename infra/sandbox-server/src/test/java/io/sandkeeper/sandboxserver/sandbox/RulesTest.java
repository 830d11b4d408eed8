package io.sandkeeper.sandboxserver.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

@DisplayName("The rules")
class RulesTest {
    private static final Instant START = Instant.parse("2026-03-04T05:00:00Z");
    private static final Instant NOW = START.plusSeconds(600);
    private static final Duration MAX = Duration.ofHours(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Path TARGET = Path.of("target");

    private static final State.Running RUNNING = new State.Running(START, NOW.plusSeconds(300));
    private static final State.Paused PAUSED = new State.Paused(START, NOW, Keep.MEMORY);
    private static final State.Paused FILES_KEPT = new State.Paused(START, NOW, Keep.FILES);
    private static final Wishes PLAIN = new Wishes(Optional.empty(), false, MINUTE);
    private static final Wishes WAKING =
            new Wishes(Optional.of(Keep.MEMORY), true, Duration.ofMinutes(2));

    private final Rules rules = new Rules(MAX);

    private Decision decide(State state, Operation operation) {
        return rules.decide(state, PLAIN, operation, NOW);
    }

    private static Decision refuse(Refusal refusal) {
        return new Decision.Refuse(refusal);
    }

    /** Every operation in every state, in one table that reads like the protocol's. */
    @Test
    @DisplayName("answer every operation in every state")
    void everyOperationInEveryState() {
        List<State> states =
                List.of(
                        RUNNING,
                        PAUSED,
                        new State.Pausing(RUNNING, Keep.MEMORY),
                        new State.Copying(RUNNING),
                        new State.Resuming(PAUSED),
                        new State.Killing(START, KillReason.REQUEST),
                        new State.Gone());
        List<Operation> operations =
                List.of(
                        new Operation.Pause(Keep.MEMORY),
                        new Operation.Connect(MINUTE),
                        new Operation.Resume(MINUTE),
                        new Operation.SetTimeout(MINUTE),
                        new Operation.Refresh(MINUTE),
                        new Operation.Kill(KillReason.REQUEST),
                        new Operation.Fork(TARGET),
                        new Operation.Snapshot(TARGET),
                        new Operation.Reconfigure(),
                        new Operation.Traffic(Operation.Caller.TRUSTED),
                        new Operation.TimeUp());

        var table = new StringBuilder("%-12s".formatted(""));
        states.forEach(state -> table.append("%-18s".formatted(state.getClass().getSimpleName())));
        for (Operation operation : operations) {
            table.append("\n%-12s".formatted(operation.getClass().getSimpleName()));
            states.forEach(
                    state -> table.append("%-18s".formatted(word(decide(state, operation)))));
        }

        assertThat(table.toString().lines().map(String::strip))
                .containsExactlyElementsOf(
                        """
                                    Running           Paused            Pausing           Copying           Resuming          Killing           Gone
                        Pause       Suspend           ALREADY_PAUSED    join              wait              wait              UNKNOWN           UNKNOWN
                        Connect     stay              Thaw              wait              wait              wait              BEING_KILLED      UNKNOWN
                        Resume      ALREADY_RUNNING   Thaw              wait              IN_TRANSITION     wait              UNKNOWN           UNKNOWN
                        SetTimeout  times             UNKNOWN           IN_TRANSITION     IN_TRANSITION     IN_TRANSITION     UNKNOWN           UNKNOWN
                        Refresh     stay              UNKNOWN           IN_TRANSITION     IN_TRANSITION     IN_TRANSITION     UNKNOWN           UNKNOWN
                        Kill        End               End               wait              wait              wait              join              UNKNOWN
                        Fork        CopyFiles         NOT_RUNNING       IN_TRANSITION     wait              wait              UNKNOWN           UNKNOWN
                        Snapshot    CopyFiles         UNKNOWN           IN_TRANSITION     wait              wait              UNKNOWN           UNKNOWN
                        Reconfigure stay              UNKNOWN           IN_TRANSITION     IN_TRANSITION     IN_TRANSITION     UNKNOWN           UNKNOWN
                        Traffic     stay              NOT_RUNNING       IN_TRANSITION     IN_TRANSITION     wait              UNKNOWN           UNKNOWN
                        TimeUp      stay              stay              stay              stay              stay              stay              stay
                        """
                                .lines()
                                .map(String::strip)
                                .toList());
    }

    private static String word(Decision decision) {
        return switch (decision) {
            case Decision.Stay _ -> "stay";
            case Decision.Become _ -> "times";
            case Decision.Begin begin -> begin.deed().getClass().getSimpleName();
            case Decision.Join _ -> "join";
            case Decision.Wait _ -> "wait";
            case Decision.Refuse(Refusal refusal) -> refusal.name();
        };
    }

    @Nested
    @DisplayName("for a pause")
    class Pauses {
        @Test
        @DisplayName("keep what was asked for, and go back to running when it fails")
        void keepWhatWasAskedFor() {
            assertThat(decide(RUNNING, new Operation.Pause(Keep.FILES)))
                    .isEqualTo(
                            new Decision.Begin(
                                    new State.Pausing(RUNNING, Keep.FILES),
                                    new Deed.Suspend(Keep.FILES),
                                    FILES_KEPT,
                                    RUNNING));
        }

        @Test
        @DisplayName("start the time anew when it ends, and stay paused when that fails")
        void startTheTimeAnew() {
            assertThat(decide(PAUSED, new Operation.Resume(MINUTE)))
                    .isEqualTo(
                            new Decision.Begin(
                                    new State.Resuming(PAUSED),
                                    new Deed.Thaw(),
                                    new State.Running(NOW, NOW.plus(MINUTE)),
                                    PAUSED));
        }
    }

    @Nested
    @DisplayName("for a fresh start")
    class FreshStarts {
        @Test
        @DisplayName("end the processes, also when it was asked for only at the resume")
        void endTheProcesses() {
            var begin =
                    new Decision.Begin(
                            new State.Resuming(PAUSED),
                            new Deed.Boot(),
                            new State.Running(NOW, NOW.plus(MINUTE)),
                            FILES_KEPT);

            assertThat(decide(PAUSED, new Operation.Connect(MINUTE, Keep.FILES))).isEqualTo(begin);
            assertThat(decide(FILES_KEPT, new Operation.Connect(MINUTE)))
                    .isEqualTo(
                            new Decision.Begin(
                                    new State.Resuming(FILES_KEPT),
                                    begin.deed(),
                                    begin.after(),
                                    FILES_KEPT));
        }
    }

    @Nested
    @DisplayName("for time")
    class Time {
        @Test
        @DisplayName("let connect and refresh only extend it")
        void extendOnly() {
            assertThat(decide(RUNNING, new Operation.Connect(Duration.ofMinutes(10))))
                    .isEqualTo(new Decision.Become(new State.Running(START, NOW.plusSeconds(600))));
            assertThat(decide(RUNNING, new Operation.Refresh(Duration.ofMinutes(10))))
                    .isEqualTo(new Decision.Become(new State.Running(START, NOW.plusSeconds(600))));
            assertThat(decide(RUNNING, new Operation.Connect(MINUTE)))
                    .isEqualTo(new Decision.Stay());
        }

        @Test
        @DisplayName("never refresh by less than fifteen seconds")
        void refreshAtLeast() {
            var nearlyOver = new State.Running(START, NOW.plusSeconds(1));

            assertThat(decide(nearlyOver, new Operation.Refresh(Duration.ZERO)))
                    .isEqualTo(new Decision.Become(new State.Running(START, NOW.plusSeconds(15))));
        }

        @Test
        @DisplayName("let a timeout shorten it, down to now")
        void shorten() {
            assertThat(decide(RUNNING, new Operation.SetTimeout(Duration.ZERO)))
                    .isEqualTo(new Decision.Become(new State.Running(START, NOW)));
        }

        @Test
        @DisplayName("cut it to the longest life, and refuse to go past it")
        void longestLife() {
            assertThat(decide(RUNNING, new Operation.SetTimeout(MAX)))
                    .isEqualTo(new Decision.Become(new State.Running(START, START.plus(MAX))));
            assertThat(decide(RUNNING, new Operation.SetTimeout(MAX.plusSeconds(1))))
                    .isEqualTo(refuse(Refusal.TIMEOUT_TOO_LONG));
            assertThat(decide(PAUSED, new Operation.Connect(MAX.plusSeconds(1))))
                    .isEqualTo(refuse(Refusal.TIMEOUT_TOO_LONG));
            assertThat(
                            rules.decide(
                                    RUNNING,
                                    PLAIN,
                                    new Operation.SetTimeout(MINUTE),
                                    START.plus(MAX).plusSeconds(1)))
                    .isEqualTo(refuse(Refusal.LIFETIME_OVER));
        }

        @Test
        @DisplayName("end a life whose time is up as its creator wished")
        void timeIsUp() {
            Instant end = RUNNING.endAt();

            assertThat(rules.decide(RUNNING, PLAIN, new Operation.TimeUp(), end))
                    .isEqualTo(
                            new Decision.Begin(
                                    new State.Killing(START, KillReason.TIMEOUT),
                                    new Deed.End(KillReason.TIMEOUT),
                                    new State.Gone(),
                                    new State.Gone()));
            assertThat(rules.decide(RUNNING, WAKING, new Operation.TimeUp(), end))
                    .isEqualTo(
                            new Decision.Begin(
                                    new State.Pausing(RUNNING, Keep.MEMORY),
                                    new Deed.Suspend(Keep.MEMORY),
                                    new State.Paused(START, end, Keep.MEMORY),
                                    RUNNING));
            assertThat(rules.decide(RUNNING, PLAIN, new Operation.TimeUp(), end.minusMillis(1)))
                    .as("a timer that was set before the time was extended")
                    .isEqualTo(new Decision.Stay());
        }
    }

    @Nested
    @DisplayName("for traffic to a paused sandbox")
    class Traffic {
        @Test
        @DisplayName("wake it for who may, with the time it was created with")
        void wake() {
            assertThat(traffic(PAUSED, WAKING, Operation.Caller.TRUSTED))
                    .isEqualTo(
                            new Decision.Begin(
                                    new State.Resuming(PAUSED),
                                    new Deed.Thaw(),
                                    new State.Running(NOW, NOW.plus(Duration.ofMinutes(2))),
                                    PAUSED));
            assertThat(traffic(PAUSED, WAKING, Operation.Caller.UNKNOWN))
                    .isEqualTo(refuse(Refusal.RESUME_DENIED));
        }

        @Test
        @DisplayName("do not wake it unless it was wished and its memory was kept")
        void doNotWake() {
            assertThat(traffic(PAUSED, PLAIN, Operation.Caller.TRUSTED))
                    .isEqualTo(refuse(Refusal.NOT_RUNNING));
            assertThat(traffic(FILES_KEPT, WAKING, Operation.Caller.TRUSTED))
                    .isEqualTo(refuse(Refusal.NOT_RUNNING));
        }

        private Decision traffic(State state, Wishes wishes, Operation.Caller caller) {
            return rules.decide(state, wishes, new Operation.Traffic(caller), NOW);
        }
    }
}
