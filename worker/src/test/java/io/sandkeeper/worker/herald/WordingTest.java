package io.sandkeeper.worker.herald;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sandkeeper.events.Advice;
import io.sandkeeper.events.Lifecycle;
import io.sandkeeper.events.SandboxStatus;
import io.sandkeeper.events.codec.Decoded;
import io.sandkeeper.events.codec.EventCodec;
import io.sandkeeper.worker.session.Cause;
import io.sandkeeper.worker.session.Decision;
import io.sandkeeper.worker.session.EventId;
import io.sandkeeper.worker.session.Lifespan;
import io.sandkeeper.worker.session.Notice;
import io.sandkeeper.worker.session.Origin;
import io.sandkeeper.worker.session.Owner;
import io.sandkeeper.worker.session.Policy;
import io.sandkeeper.worker.session.Profile;
import io.sandkeeper.worker.session.RequestId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.SpecId;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.session.Wake;
import io.sandkeeper.worker.store.Records;
import io.sandkeeper.worker.store.Sessions;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

class WordingTest {
    private static final String NEXT_STEP =
            "its files are kept: send resume-requested to try again, or kill-requested to end it; use wakes it again after 5 minutes";
    private static final Cause SETBACK =
            new Cause(
                    Cause.Kind.OPERATION,
                    "sandkeeper",
                    "tried 4 times to wake it",
                    Optional.empty(),
                    Optional.empty());

    private static Session in(State state) {
        var origin =
                new Origin(
                        new EventId("e-1"),
                        "requested",
                        "u-1",
                        Sessions.NOW,
                        Optional.of(new RequestId("r-1")),
                        Optional.empty(),
                        Optional.empty());
        var profile =
                new Profile(
                        "base",
                        Optional.empty(),
                        0,
                        Duration.ofMinutes(10),
                        Wake.ON_ACTIVITY,
                        Optional.empty(),
                        new SpecId("spec"));
        var request =
                new Signal.Requested(origin, new Owner("p-1", "u-1", Optional.empty()), profile);
        var opened =
                (Decision.Step)
                        new io.sandkeeper.worker.session.Lifecycle(Policy.DEFAULT)
                                .decideUnknown(new SessionId("s-1"), request, Sessions.NOW);
        return Records.with(opened.next(), "state", state);
    }

    private static Notice notice(Session session, Notice.Kind kind) {
        return new Notice(
                1,
                session.generation(),
                session.state().name(),
                session.state().current(),
                SETBACK,
                Sessions.NOW,
                kind);
    }

    private static Object read(String json) {
        return switch (EventCodec.fromJson(json.getBytes(UTF_8))) {
            case Decoded.Accepted(var envelope) -> envelope.data();
            case Decoded.Rejected(var rejection) -> throw new AssertionError(rejection);
        };
    }

    @Nested
    class The_status {
        private static final Lifespan LIFESPAN = Lifespan.DEFAULT;

        private @Nullable Instant expiresAt(State state) {
            var session = in(state);
            var notices = List.of(notice(session, new Notice.Resuming()));
            var told = Wording.of(session, notices, LIFESPAN);
            var status = (SandboxStatus) read(told.getLast().status().orElseThrow());
            return status.times().expiresAt();
        }

        @Test
        void tells_the_end_of_life_however_often_it_sleeps_wakes_and_is_extended() {
            var box = Sessions.sandbox("box");
            var running =
                    new State.Running(
                            Sessions.NOW, box, Sessions.NOW.plusSeconds(60), Optional.empty());
            var later =
                    new State.Running(
                            Sessions.NOW.plusSeconds(900),
                            box,
                            Sessions.NOW.plusSeconds(90_000),
                            Optional.empty());

            assertThat(
                            List.of(
                                    running,
                                    later,
                                    new State.Pausing(Sessions.NOW, box, SETBACK),
                                    new State.Paused(Sessions.NOW, box, SETBACK, Sessions.NOW),
                                    new State.Resuming(Sessions.NOW, box, SETBACK)))
                    .allSatisfy(
                            state ->
                                    assertThat(expiresAt(state))
                                            .isEqualTo(box.bornAt().plus(LIFESPAN.life())));
        }

        @Test
        void tells_none_while_there_is_no_sandbox() {
            assertThat(
                            List.of(
                                    Sessions.queued(Sessions.NOW),
                                    new State.Lost(Sessions.NOW, SETBACK, Optional.empty()),
                                    new State.Expired(Sessions.NOW, SETBACK)))
                    .allSatisfy(state -> assertThat(expiresAt(state)).isNull());
        }

        @Test
        void is_told_anew_with_its_end_as_well() {
            var box = Sessions.sandbox("box");
            var session = in(new State.Paused(Sessions.NOW, box, SETBACK, Sessions.NOW));

            var status = Wording.status(session, Optional.of(SETBACK), LIFESPAN);

            assertThat(status.data().times().expiresAt()).isEqualTo(expiresAt(session.state()));
        }
    }

    @Nested
    class A_sandbox_that_could_not_be_woken {
        private final State state =
                new State.Paused(Sessions.NOW, Sessions.sandbox("box"), SETBACK, Sessions.NOW);
        private final Session session = in(state);

        @Test
        void is_told_as_a_failure_with_its_cause_and_what_to_do() {
            var failed = new Notice.Failed(Notice.Task.WAKE, "send resume-requested");

            var told =
                    Wording.of(session, List.of(notice(session, failed)), Lifespan.DEFAULT)
                            .getFirst();

            assertThat(told.type()).isEqualTo("io.sandkeeper.sandbox.failed.v1");
            assertThat(read(told.data()))
                    .isInstanceOfSatisfying(
                            Lifecycle.Failed.class,
                            event -> {
                                assertThat(event.advice().code()).isEqualTo("resume-failed");
                                assertThat(event.advice().message()).isEqualTo(SETBACK.evidence());
                                assertThat(event.advice().nextStep())
                                        .isEqualTo("send resume-requested");
                            });
        }

        @Test
        void says_so_in_its_status_until_something_else_happens() {
            var told =
                    Wording.of(
                            session,
                            List.of(notice(session, new Notice.Paused())),
                            Lifespan.DEFAULT);

            assertThat(read(told.getFirst().status().orElseThrow()))
                    .isInstanceOfSatisfying(
                            SandboxStatus.class,
                            status ->
                                    assertThat(status.advice())
                                            .isEqualTo(
                                                    new Advice(
                                                            "resume-failed",
                                                            SETBACK.evidence(),
                                                            NEXT_STEP)));
        }
    }
}
