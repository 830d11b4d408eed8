package io.sandkeeper.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Seeded random lives, with what must always hold checked after every step. A failure names its
 * seed.
 */
class LifecycleWalkTest {
    private static final int WALKS = 3_000;
    private static final int STEPS = 60;

    private static final Set<Operation.Kind> WHILE_RUNNING =
            EnumSet.of(Operation.Kind.EXTEND, Operation.Kind.ARCHIVE, Operation.Kind.VERIFY);

    private final Lifecycle lifecycle = new Lifecycle(Policies.copying(Duration.ofMinutes(5)));

    @Test
    void no_walk_breaks_an_invariant() {
        for (long seed = 0; seed < WALKS; seed++) {
            new Walk(seed).run();
        }
    }

    private final class Walk {
        private final long seed;
        private final Random random;
        private final Set<SandboxId> made = new HashSet<>();
        private final Set<SandboxId> destroyed = new HashSet<>();
        private Instant now = Samples.NOW;
        private long offset = 10;
        private Session session;

        Walk(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.session = opened();
        }

        private Session opened() {
            var request = new Signal.Requested(origin(), Samples.OWNER, Samples.PROFILE);
            return ((Decision.Step) lifecycle.decideUnknown(Samples.ID, request, now)).next();
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                now = now.plus(Duration.ofMillis(random.nextInt(200_000)));
                var signal = any();
                var before = session;
                var decision = lifecycle.decide(session, signal, now);
                switch (decision) {
                    case Decision.Step(var next, var notices) -> accept(next, notices, signal);
                    case Decision.Refuse(var next, var notices, _) -> accept(next, notices, signal);
                    case Decision.Ignore _ -> assertNothingForgotten(signal, before);
                }
            }
        }

        private void accept(Session next, List<Notice> notices, Signal signal) {
            var where =
                    "seed %d, %s, %s -> %s".formatted(seed, signal, session.state(), next.state());
            var sequence = session.ledger().sequence();
            for (var notice : notices) {
                assertThat(notice.sequence()).as(where).isEqualTo(++sequence);
            }
            assertThat(next.ledger().sequence()).as(where).isEqualTo(sequence);
            assertThat(next.generation()).as(where).isGreaterThanOrEqualTo(session.generation());
            assertThat(next.version()).as(where).isEqualTo(session.version());
            if (session.state().name().ended()) {
                assertThat(next.state()).as(where).isEqualTo(session.state());
            }
            assertThat(
                            next.operation()
                                    .filter(one -> !WHILE_RUNNING.contains(one.kind()))
                                    .isPresent())
                    .as(where + ": an operation exactly where something is under way")
                    .isEqualTo(isUnderWay(next.state()));
            if (!(next.state() instanceof State.Running)) {
                assertThat(next.operation().stream().map(Operation::kind))
                        .as(where + ": only a running one is extended, copied and compared")
                        .doesNotContainAnyElementsOf(WHILE_RUNNING);
            }
            assertThat(next.tally().ran())
                    .as(where + ": time never runs back")
                    .isGreaterThanOrEqualTo(session.tally().ran());
            if (next.state() instanceof State.Killing) {
                assertThat(next.condemned()).as(where).isNotEmpty();
            }
            session = next;
            assertNothingForgotten(signal, next);
        }

        /**
         * Every sandbox that was ever made is the current one, condemned, lost to the provider, or
         * gone.
         */
        private void assertNothingForgotten(Signal signal, Session before) {
            switch (signal) {
                case Signal.Created created -> made.add(created.sandbox().id());
                case Signal.CreateFailed failed -> failed.stray().ifPresent(made::add);
                case Signal.StraySeen stray -> made.add(stray.sandbox());
                case Signal.Reappeared back when isKnown(back.sandbox().id()) ->
                        made.add(back.sandbox().id());
                case Signal.Destroyed gone -> gone.sandbox().ifPresent(destroyed::add);
                case Signal.Gone gone -> goneWithoutUs(before, gone.generation());
                case Signal.HealthSeen seen when seen.health() == Health.EXPIRED ->
                        goneWithoutUs(before, seen.generation());
                case Signal.Intent _,
                        Signal.Outcome _,
                        Signal.TakenUp _,
                        Signal.PutOff _,
                        Signal.LetIn _,
                        Signal.TurnedAway _,
                        Signal.LeaseLost _,
                        Signal.TimerFired _ -> {}
            }
            if (signal instanceof Signal.Gone || isExpired(signal)) {
                made.removeIf(id -> !isKnown(id));
            }
            for (var id : made) {
                assertThat(isKnown(id) || destroyed.contains(id))
                        .as("seed %d: %s was forgotten after %s in %s", seed, id, signal, session)
                        .isTrue();
            }
        }

        private static boolean isExpired(Signal signal) {
            return signal instanceof Signal.HealthSeen seen && seen.health() == Health.EXPIRED;
        }

        private void goneWithoutUs(Session before, long generation) {
            before.state()
                    .current()
                    .filter(_ -> before.generation() == generation)
                    .map(Sandbox::id)
                    .ifPresent(destroyed::add);
        }

        private boolean isKnown(SandboxId id) {
            return session.state().current().filter(box -> box.id().equals(id)).isPresent()
                    || session.condemned().stream()
                            .anyMatch(one -> one.sandbox().equals(Optional.of(id)));
        }

        private Signal any() {
            var generation = Math.max(1, session.generation() - (random.nextInt(6) == 0 ? 1 : 0));
            var turn =
                    session.operation().map(Operation::turn).orElse(0)
                            - (random.nextInt(8) == 0 ? 1 : 0);
            return switch (random.nextInt(38)) {
                case 0 -> new Signal.Requested(origin(), Samples.OWNER, Samples.PROFILE);
                case 1 -> new Signal.PauseRequested(origin());
                case 2 -> new Signal.ResumeRequested(origin());
                case 3 ->
                        random.nextInt(4) == 0
                                ? new Signal.KillRequested(origin())
                                : new Signal.Used(origin());
                case 4 -> new Signal.RecreateRequested(origin());
                case 5 ->
                        random.nextBoolean()
                                ? new Signal.RetryRequested(origin())
                                : new Signal.ArchiveRequested(origin());
                case 6 ->
                        new Signal.SettingsChanged(
                                origin(), new Settings(Optional.empty(), Optional.of(Wake.MANUAL)));
                case 7, 8, 9 -> new Signal.Created(generation, fresh(generation), Remarks.NONE);
                case 10, 11 ->
                        new Signal.CreateFailed(
                                generation,
                                turn,
                                failure(),
                                random.nextInt(5) == 0
                                        ? Optional.of(fresh(generation).id())
                                        : Optional.empty());
                case 12 -> new Signal.PauseDone(generation);
                case 13 -> new Signal.PauseFailed(generation, turn, failure());
                case 14 -> new Signal.ResumeDone(generation, Optional.empty());
                case 15 -> new Signal.ResumeFailed(generation, turn, failure());
                case 16 ->
                        random.nextInt(4) == 0
                                ? new Signal.Gone(generation, "404")
                                : new Signal.NotSeen(generation);
                case 17 ->
                        random.nextBoolean()
                                ? new Signal.FoundPaused(generation, seen(), "by itself")
                                : new Signal.FoundRunning(
                                        generation,
                                        seen(),
                                        now.plus(Duration.ofMinutes(5)),
                                        "by hand");
                case 18 ->
                        session.condemned().stream()
                                .findFirst()
                                .<Signal>map(
                                        one ->
                                                new Signal.Destroyed(
                                                        one.incarnation().generation(),
                                                        one.sandbox()))
                                .orElseGet(Signal.TimerFired::new);
                case 19 ->
                        session.condemned().stream()
                                .findFirst()
                                .<Signal>map(
                                        one ->
                                                new Signal.DestroyFailed(
                                                        one.incarnation().generation(),
                                                        one.sandbox(),
                                                        failure()))
                                .orElseGet(Signal.TimerFired::new);
                case 20 -> new Signal.LeaseLost("w-1");
                case 21, 22 -> new Signal.TakenUp(new Operation.Lease("w-1", now));
                case 23 -> new Signal.Extended(generation, turn, Duration.ofMinutes(30));
                case 24 -> new Signal.ExtendFailed(generation, turn, failure());
                case 25 -> new Signal.PutOff(Waiting.BREAKER_OPEN, ticket(), now.plusSeconds(30));
                case 27 -> reappeared(generation);
                case 28 ->
                        new Signal.HealthSeen(
                                generation, health(), seen(), "looked", Optional.empty());
                case 29 ->
                        new Signal.HealthSeen(
                                generation, health(), now, "looked", Optional.of(origin()));
                case 30 -> new Signal.ArchiveDone(generation, turn, Samples.ARCHIVED);
                case 31 -> new Signal.ArchiveFailed(generation, turn, failure());
                case 32 ->
                        random.nextBoolean()
                                ? new Signal.Verified(generation, turn, Samples.LOSS)
                                : new Signal.VerifyFailed(generation, turn, failure());
                case 33 ->
                        new Signal.Progressed(
                                generation,
                                turn,
                                Signal.Step.TRANSFERRING,
                                "1 MiB",
                                random.nextInt(100));
                case 35 -> new Signal.Doubted(generation, turn, Samples.LOSS);
                case 34 -> new Signal.PauseDone(generation, Optional.of(Samples.ARCHIVED));
                case 26 ->
                        random.nextInt(8) == 0 ? new Signal.TurnedAway("many") : new Signal.LetIn();
                default -> new Signal.TimerFired();
            };
        }

        private Signal reappeared(long generation) {
            return new Signal.Reappeared(
                    generation,
                    fresh(generation),
                    seen(),
                    random.nextBoolean() ? Optional.of(now.plusSeconds(300)) : Optional.empty(),
                    "listed");
        }

        private Instant seen() {
            return now.minusSeconds(random.nextInt(300));
        }

        private Optional<Ticket> ticket() {
            return random.nextBoolean() ? Optional.of(Samples.TICKET) : Optional.empty();
        }

        private Sandbox fresh(long generation) {
            return new Sandbox(
                    new SandboxId("i" + seed + "x" + random.nextInt(1_000_000)),
                    generation,
                    "base",
                    Optional.empty(),
                    now,
                    0);
        }

        private Health health() {
            var all = List.of(Health.values());
            return all.get(random.nextInt(all.size()));
        }

        private Failure failure() {
            var all = List.copyOf(Samples.failures().values());
            return all.get(random.nextInt(all.size()));
        }

        private Origin origin() {
            offset++;
            return new Origin(
                    new EventId("e-" + offset),
                    "any",
                    "u",
                    now,
                    Optional.of(new RequestId("r-" + offset)),
                    Optional.empty(),
                    Optional.of(new Origin.Position("requests", offset)));
        }
    }

    private static boolean isUnderWay(State state) {
        return switch (state) {
            case State.Queued _,
                    State.Creating _,
                    State.Recreating _,
                    State.Pausing _,
                    State.Resuming _ ->
                    true;
            case State.Running _, State.Paused _, State.Lost _, State.Failed _ -> false;
            case State.Killing _, State.Killed _, State.Expired _ -> false;
        };
    }

    @Test
    void a_life_to_the_end_needs_no_more_than_its_own_timers_and_outcomes() {
        var request = new Signal.Requested(Samples.origin("e-1"), Samples.OWNER, Samples.PROFILE);
        var session =
                ((Decision.Step) lifecycle.decideUnknown(Samples.ID, request, Samples.NOW)).next();
        var lease = new Operation.Lease("w-1", Samples.NOW);

        for (var signal :
                List.of(
                        new Signal.TakenUp(lease),
                        new Signal.Created(
                                1,
                                new Sandbox(
                                        Samples.BOX, 1, "base", Optional.empty(), Samples.NOW, 0),
                                Remarks.NONE),
                        new Signal.KillRequested(
                                new Origin(
                                        new EventId("e-2"),
                                        "kill",
                                        "u",
                                        Samples.NOW,
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty())),
                        new Signal.Destroyed(1, Optional.of(Samples.BOX)))) {
            session = ((Decision.Step) lifecycle.decide(session, signal, Samples.NOW)).next();
        }

        assertThat(session.state()).isInstanceOf(State.Killed.class);
        assertThat(session.condemned()).isEmpty();
        assertThat(lifecycle.dueAt(session)).isEmpty();
        assertThat(session.ledger().consumed()).isEqualTo(Map.of("requests", 7L));
    }
}
