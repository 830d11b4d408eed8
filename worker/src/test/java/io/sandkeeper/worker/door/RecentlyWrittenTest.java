package io.sandkeeper.worker.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.session.Decision;
import io.sandkeeper.worker.session.EventId;
import io.sandkeeper.worker.session.Lifecycle;
import io.sandkeeper.worker.session.Notice;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Origin;
import io.sandkeeper.worker.session.Owner;
import io.sandkeeper.worker.session.Policy;
import io.sandkeeper.worker.session.Profile;
import io.sandkeeper.worker.session.Remarks;
import io.sandkeeper.worker.session.RequestId;
import io.sandkeeper.worker.session.Sandbox;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.SpecId;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.session.Wake;
import io.sandkeeper.worker.store.InMemorySessionStore;
import io.sandkeeper.worker.store.Publication;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A worker remembers what it wrote last; two workers on one store show what that must not do. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RecentlyWrittenTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final SessionId ID = new SessionId("s-1");

    private final InMemorySessionStore store = new InMemorySessionStore(Duration.ofDays(30));
    private final List<String> journal = new ArrayList<>();
    private final Acceptance one = worker();
    private final Acceptance other = worker();

    private static final class Idlers implements Hands, Herald, Alarm {
        @Override
        public Map<SessionId, Permit> reserve(List<Session> due) {
            var lease = new Operation.Lease("w", NOW);
            return due.stream()
                    .collect(Collectors.toMap(Session::id, _ -> new Permit.Granted(lease)));
        }

        @Override
        public boolean takeUpAgain(Session session) {
            return false;
        }

        @Override
        public void giveBack(Session session) {}

        @Override
        public void begin(Session session) {}

        @Override
        public void destroyCondemned(Session session) {}

        @Override
        public List<Publication> word(Session session, List<Notice> notices) {
            return List.of();
        }

        @Override
        public void publish(SessionId session, List<Publication> publications) {}

        @Override
        public void set(SessionId session, Instant dueAt) {}
    }

    private Acceptance worker() {
        var idlers = new Idlers();
        return new Acceptance(
                new Lifecycle(Policy.DEFAULT),
                store,
                new Acceptance.Company(idlers, idlers, idlers),
                this::journal,
                () -> NOW);
    }

    private void journal(Optional<Session> before, Signal signal, Decision decision) {
        var from = before.map(session -> session.state().name().name()).orElse("NONE");
        journal.add(
                from
                        + " "
                        + signal.getClass().getSimpleName()
                        + " "
                        + decision.getClass().getSimpleName());
    }

    private static void pass(Acceptance worker, Signal signal) {
        worker.accept(List.of(Arrival.of(ID, signal)));
    }

    private static Origin origin(String event) {
        return origin(event, Optional.of(new RequestId(event)));
    }

    private static Origin origin(String event, Optional<RequestId> request) {
        return new Origin(
                new EventId(event), "e", "u", NOW, request, Optional.empty(), Optional.empty());
    }

    private static Signal requested(String event) {
        var profile =
                new Profile(
                        "base",
                        Optional.empty(),
                        0,
                        Duration.ofMinutes(10),
                        Wake.ON_ACTIVITY,
                        Optional.empty(),
                        new SpecId("spec"));
        return new Signal.Requested(origin(event), new Owner("p", "u", Optional.empty()), profile);
    }

    private void runningAtOne() {
        pass(one, requested("1"));
        var sandbox =
                new Sandbox(new SandboxId("box"), 1, "base", Optional.empty(), Instant.EPOCH, 0);
        pass(one, new Signal.Created(1, sandbox, Remarks.NONE));
    }

    private State.Name state() {
        return store.load(List.of(ID)).sessions().getFirst().state().name();
    }

    @Test
    void an_outcome_is_decided_on_what_this_worker_wrote() {
        runningAtOne();

        assertThat(state()).isEqualTo(State.Name.RUNNING);
        assertThat(journal)
                .containsExactly(
                        "NONE Requested Step", "QUEUED TakenUp Step", "CREATING Created Step");
    }

    @Test
    void what_another_worker_wrote_since_wins_over_the_memory() {
        runningAtOne();
        pass(other, new Signal.KillRequested(origin("2")));

        pass(one, new Signal.PauseRequested(origin("3")));

        assertThat(state()).isEqualTo(State.Name.KILLING);
    }

    @Test
    void what_the_memory_would_ignore_is_decided_on_what_is_stored() {
        runningAtOne();
        pass(other, new Signal.PauseRequested(origin("2")));
        pass(other, new Signal.PauseDone(1));
        assertThat(state()).isEqualTo(State.Name.PAUSED);

        pass(one, new Signal.ResumeRequested(origin("3")));

        assertThat(state()).isEqualTo(State.Name.RESUMING);
    }

    @Test
    void an_ignored_signal_is_told_once() {
        runningAtOne();
        journal.clear();

        pass(one, new Signal.Used(origin("2", Optional.empty())));

        assertThat(journal).containsExactly("RUNNING Used Ignore");
    }

    @Test
    void a_request_is_believed_to_be_of_a_new_session_only_until_the_store_knows_it() {
        runningAtOne();
        journal.clear();

        pass(other, requested("1"));

        assertThat(state()).isEqualTo(State.Name.RUNNING);
        assertThat(journal).containsExactly("RUNNING Requested Ignore");
    }
}
