package io.sandkeeper.worker.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sandkeeper.worker.provider.SteppedClock;
import io.sandkeeper.worker.session.Condemned;
import io.sandkeeper.worker.session.Incarnation;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.SpecId;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.spec.InMemorySpecStore;
import io.sandkeeper.worker.spec.Spec;
import io.sandkeeper.worker.store.InMemorySessionStore;
import io.sandkeeper.worker.store.Records;
import io.sandkeeper.worker.store.Sessions;
import io.sandkeeper.worker.store.StoreRefused;
import io.sandkeeper.worker.store.StoreUnavailable;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** What ended is forgotten, and nothing else. */
class RetentionTest {
    private static final Duration ENDED = Duration.ofDays(30);
    private static final Duration SPECS = Duration.ofHours(1);

    private final SteppedClock clock = new SteppedClock();
    private final InMemorySessionStore store = new InMemorySessionStore(ENDED);
    private final InMemorySpecStore specs = new InMemorySpecStore(clock);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<String> buried = new ArrayList<>();
    private final List<String> removed = new ArrayList<>();
    private boolean stuck;
    private final Set<String> unburied = new HashSet<>();
    private final Set<String> keeps = new HashSet<>();
    private final Retention retention =
            new Retention(
                    store,
                    specs,
                    this::bury,
                    (session, _) -> leave(session),
                    new RetentionRules(ENDED, SPECS),
                    meters,
                    clock);

    private void leave(SessionId session) {
        if (keeps.contains(session.value())) {
            throw new StoreRefused("not this one");
        }
        if (stuck) {
            throw new StoreUnavailable("no archives", new IllegalStateException());
        }
        removed.add(session.value());
    }

    private CompletableFuture<Void> bury(SessionId session) {
        assertThat(store.kept(session)).as("the tombstone comes first").isPresent();
        buried.add(session.value());
        return unburied.contains(session.value())
                ? CompletableFuture.failedFuture(new IllegalStateException("no broker"))
                : CompletableFuture.completedFuture(null);
    }

    private Session save(String id, State state, SpecId spec) {
        var session = Records.with(Sessions.in(state, id, 3), "updatedAt", clock.instant());
        var profile = Records.with(session.profile(), "spec", spec);
        return save(Records.with(session, "profile", profile));
    }

    private Session save(Session session) {
        store.write(List.of(Sessions.touch(session)));
        return store.kept(session.id()).orElseThrow().session();
    }

    private State killed() {
        return new State.Killed(clock.instant(), Sessions.because("asked"));
    }

    private State queued() {
        return Sessions.queued(clock.instant());
    }

    private SpecId spec(String id) {
        var spec = new SpecId(id);
        specs.save(Map.of(spec, Spec.EMPTY));
        return spec;
    }

    private boolean exists(String session) {
        return store.kept(new SessionId(session)).isPresent();
    }

    private boolean exists(SpecId spec) {
        return specs.load(spec).isPresent();
    }

    @Nested
    class A_session {
        @Test
        void that_ended_is_forgotten_with_all_its_specs_when_its_retention_is_over() {
            var first = spec("s/e-1");
            var last = spec("s/e-2");
            save("s", killed(), last);

            clock.step(ENDED.minusMillis(1));
            retention.tidy();
            assertThat(exists("s")).isTrue();
            assertThat(exists(last)).isTrue();
            clock.step(Duration.ofMillis(1));
            retention.tidy();

            assertThat(exists("s")).isFalse();
            assertThat(exists(first)).isFalse();
            assertThat(exists(last)).isFalse();
            assertThat(buried).containsExactly("s");
            assertThat(meters.counter("sandkeeper.sessions.forgotten").count()).isEqualTo(1);
        }

        @Test
        void whose_leftovers_cannot_be_removed_is_not_forgotten_yet() {
            save("s", killed(), spec("s/e"));
            clock.step(ENDED);
            stuck = true;

            retention.tidy();
            assertThat(exists("s")).isTrue();

            stuck = false;
            retention.tidy();
            assertThat(exists("s")).isFalse();
            assertThat(removed).containsExactly("s");
        }

        @Test
        void whose_leftovers_cannot_be_removed_holds_up_no_other() {
            List.of("s-1", "s-2", "s-3").forEach(id -> save(id, killed(), spec(id + "/e")));
            clock.step(ENDED);
            keeps.add("s-2");

            retention.tidy();

            assertThat(exists("s-1")).isFalse();
            assertThat(exists("s-2")).isTrue();
            assertThat(exists("s-3")).isFalse();
        }

        @Test
        void whose_tombstone_is_not_acknowledged_is_not_forgotten_and_is_buried_again() {
            unburied.add("s-2");
            List.of("s-1", "s-2", "s-3").forEach(id -> save(id, killed(), spec(id + "/e")));
            clock.step(ENDED);

            retention.tidy();
            assertThat(exists("s-1")).isFalse();
            assertThat(exists("s-2")).isTrue();
            assertThat(exists("s-3")).isFalse();
            unburied.clear();
            retention.tidy();

            assertThat(exists("s-2")).isFalse();
            assertThat(buried).containsExactly("s-1", "s-2", "s-3", "s-2");
        }

        @Test
        void that_lives_is_never_forgotten() {
            save("s", queued(), spec("s/e"));
            clock.step(ENDED.multipliedBy(10));

            retention.tidy();

            assertThat(exists("s")).isTrue();
            assertThat(buried).isEmpty();
        }

        @Test
        void with_a_sandbox_that_is_not_confirmed_gone_is_not_forgotten() {
            var session = Sessions.in(killed(), "s", 3);
            var one =
                    new Condemned(
                            new Incarnation(session.id(), 1),
                            Optional.of(new SandboxId("box")),
                            clock.instant(),
                            clock.instant(),
                            0,
                            0);
            save(
                    Records.with(
                            Records.with(session, "updatedAt", clock.instant()),
                            "condemned",
                            List.of(one)));
            clock.step(ENDED.multipliedBy(10));

            retention.tidy();

            assertThat(exists("s")).isTrue();
        }

        @Test
        void that_is_opened_anew_after_it_was_forgotten_keeps_what_it_brought() {
            save("s", killed(), spec("s/e-1"));
            clock.step(ENDED);
            var brought = spec("s/e-2");

            retention.tidy();

            assertThat(exists("s")).isFalse();
            assertThat(exists(brought)).as("its session is about to be written").isTrue();
        }
    }

    @Nested
    class A_spec {
        @Test
        void that_was_superseded_is_removed_after_a_while_and_the_newer_one_stays() {
            var superseded = spec("s/e-1");
            var named = spec("s/e-2");
            save("s", queued(), named);

            clock.step(SPECS);
            retention.tidy();
            assertThat(exists(superseded)).isTrue();
            clock.step(Duration.ofMillis(1));
            retention.tidy();

            assertThat(exists(superseded)).isFalse();
            assertThat(exists(named)).isTrue();
            assertThat(meters.counter("sandkeeper.specs.forgotten").count()).isEqualTo(1);
        }

        @Test
        void whose_session_was_never_written_is_removed_after_a_while() {
            var orphan = spec("s/e-1");
            clock.step(SPECS.plusMillis(1));

            retention.tidy();

            assertThat(exists(orphan)).isFalse();
        }

        @Test
        void that_was_read_again_waits_for_its_session() {
            var late = spec("s/e-1");
            clock.step(SPECS.plusMillis(1));
            spec("s/e-1");

            retention.tidy();
            save("s", queued(), late);
            clock.step(SPECS.multipliedBy(2));
            retention.tidy();

            assertThat(exists(late)).isTrue();
        }

        @Test
        void that_belongs_to_nobody_we_know_of_is_left_alone() {
            var odd = spec("none");
            clock.step(SPECS.multipliedBy(2));

            retention.tidy();

            assertThat(exists(odd)).isTrue();
        }

        @Test
        void among_thousands_is_found_in_a_few_rounds() {
            var many = IntStream.range(0, 1_100).mapToObj("s-%04d"::formatted).toList();
            many.forEach(id -> save(id, queued(), spec(id + "/named")));
            var superseded = many.stream().map(id -> spec(id + "/before")).toList();
            clock.step(SPECS.multipliedBy(2));

            for (var round = 0; round < 6; round++) {
                retention.tidy();
            }

            assertThat(superseded).noneMatch(RetentionTest.this::exists);
            assertThat(many).allMatch(id -> exists(new SpecId(id + "/named")));
        }
    }

    @Nested
    class A_memory_of_requests {
        private static final Duration WEEK = Duration.ofDays(7);

        @Test
        void that_is_shorter_is_fine() {
            assertThat(Memory.complaint(ENDED, WEEK)).isEmpty();
        }

        @Test
        void that_is_as_long_or_longer_or_endless_is_complained_of_with_the_next_step() {
            assertThat(Memory.complaint(WEEK, WEEK).orElseThrow())
                    .contains("sandkeeper.mongodb.retention", "PT168H", "raise");
            assertThat(Memory.complaint(WEEK, ENDED)).isPresent();
            assertThat(Memory.complaint(ENDED, Memory.FOREVER).orElseThrow()).contains("for ever");
        }
    }
}
