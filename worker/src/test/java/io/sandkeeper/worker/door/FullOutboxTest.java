package io.sandkeeper.worker.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.provider.SteppedClock;
import io.sandkeeper.worker.session.EventId;
import io.sandkeeper.worker.session.Lifecycle;
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
import io.sandkeeper.worker.store.SessionStore;
import io.sandkeeper.worker.store.StoreRefused;
import io.sandkeeper.worker.store.StoreUnavailable;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A session of which nothing more can be told for now, among others of the same batch. */
class FullOutboxTest {
    private static final SessionId FULL = new SessionId("full");
    private static final SessionId ONE = new SessionId("one");
    private static final SessionId OTHER = new SessionId("other");
    private static final String LOG = "sandkeeper.requests/id/0";
    private static final int ALMOST_ALL = SessionStore.OUTBOX_BYTES - 1_000;

    private final SteppedClock clock = new SteppedClock();
    private final InMemorySessionStore store = new InMemorySessionStore(Duration.ofDays(1));
    private final FreeHands hands = new FreeHands(clock);
    private final Talk talk = new Talk();
    private final List<Runnable> later = new ArrayList<>();
    private final SteppedDoor door =
            new SteppedDoor(
                    1, new Lifecycle(Policy.DEFAULT), store, (_, _, _) -> {}, clock, later::add);
    private long offset;

    @BeforeEach
    void sessionsRunAndOneIsFull() {
        door.open(hands, talk, (_, _) -> {});
        for (var id : List.of(ONE, FULL, OTHER)) {
            door.remind(id, requested());
            turn();
            if (id.equals(FULL)) {
                talk.words(FULL, ALMOST_ALL);
                // Two notices are one too many: this one's outbox is emptied once.
                publish();
            }
            door.insist(id, created(id));
            turn();
        }
        talk.words(FULL, 1_000);
    }

    @Test
    void fails_alone_and_as_what_it_is() {
        var all =
                List.of(
                        door.pass(ONE, pause()),
                        door.pass(FULL, pause()),
                        door.pass(OTHER, pause()));

        turn();

        assertThat(all.getFirst()).isCompleted();
        assertThat(all.getLast()).isCompleted();
        assertThat(all.get(1).exceptionNow()).isInstanceOf(NoRoom.class);
        assertThat(states())
                .isEqualTo(
                        Map.of(
                                ONE, State.Name.PAUSING,
                                FULL, State.Name.RUNNING,
                                OTHER, State.Name.PAUSING));
        assertThat(hands.kept()).as("hands that nobody uses").isZero();
    }

    @Test
    void does_not_make_the_outcomes_of_others_come_again() {
        List.of(ONE, FULL, OTHER).forEach(id -> door.remind(id, pause()));
        turn();
        List.of(ONE, OTHER).forEach(id -> door.insist(id, new Signal.PauseDone(1)));
        door.insist(FULL, gone());
        turn();

        assertThat(states())
                .containsEntry(ONE, State.Name.PAUSED)
                .containsEntry(OTHER, State.Name.PAUSED)
                .containsEntry(FULL, State.Name.RUNNING);
        assertThat(later).as("what comes again").hasSize(1);
    }

    @Test
    void is_done_once_there_is_room_and_has_lost_nothing() {
        door.insist(FULL, gone());
        for (int i = 0; i < 3; i++) {
            turn();
            assertThat(session(FULL).state()).isInstanceOf(State.Running.class);
            assertThat(later).as("waits, and is not tried all the time").hasSize(1);
            comeAgain();
        }

        publish();
        turn();

        assertThat(session(FULL).state()).isInstanceOf(State.Lost.class);
        assertThat(later).isEmpty();
        assertThat(talk.told(FULL))
                .as("without a gap")
                .isEqualTo(
                        java.util.stream.LongStream.rangeClosed(
                                        1, session(FULL).ledger().sequence())
                                .boxed()
                                .toList());
    }

    @Test
    void is_not_overtaken_by_what_was_told_to_come_after() {
        var kept = pause();
        var before = door.pass(FULL, kept);
        turn();
        talk.words(FULL, 2);

        var after = door.passAfter(before, FULL, small());
        turn();

        assertThat(after.exceptionNow()).isInstanceOf(NoRoom.class);
        assertThat(session(FULL).ledger().consumed())
                .as("what was taken in")
                .doesNotContainKey(LOG);

        publish();
        var again = door.pass(FULL, kept);
        var next = door.passAfter(again, FULL, small());
        turn();

        assertThat(again).isCompleted();
        assertThat(next).isCompleted();
        assertThat(session(FULL).state()).isInstanceOf(State.Pausing.class);
    }

    @Test
    void is_not_overtaken_within_a_batch_either() {
        var first = door.pass(FULL, pause());
        var second = door.passAfter(first, FULL, small());

        turn();

        assertThat(List.of(first, second))
                .allSatisfy(one -> assertThat(one.exceptionNow()).isInstanceOf(NoRoom.class));
        assertThat(session(FULL).ledger().consumed()).doesNotContainKey(LOG);
    }

    @Test
    void what_failed_for_good_is_not_waited_for() {
        CompletableFuture<Void> refused =
                CompletableFuture.failedFuture(new StoreRefused("never again"));

        var after = door.passAfter(refused, ONE, pause());
        turn();

        assertThat(after).isCompleted();
    }

    @Test
    void nor_does_anything_overtake_what_a_store_that_was_away_did_not_take() {
        store.failNext();
        var first = door.pass(ONE, pause());
        turn();
        var second = door.passAfter(first, ONE, small());
        turn();

        assertThat(second.exceptionNow()).isInstanceOf(StoreUnavailable.class);
        assertThat(session(ONE).ledger().consumed()).doesNotContainKey(LOG);
    }

    private void turn() {
        door.turn(0);
    }

    private void comeAgain() {
        var due = List.copyOf(later);
        later.clear();
        due.forEach(Runnable::run);
    }

    private void publish() {
        store.published(Map.of(FULL, session(FULL).ledger().sequence()));
    }

    private Session session(SessionId id) {
        return store.kept(id).orElseThrow().session();
    }

    private Map<SessionId, State.Name> states() {
        return Map.of(
                ONE, session(ONE).state().name(),
                FULL, session(FULL).state().name(),
                OTHER, session(OTHER).state().name());
    }

    private Signal requested() {
        var profile =
                new Profile(
                        "base",
                        Optional.empty(),
                        0,
                        Duration.ofMinutes(10),
                        Wake.ON_ACTIVITY,
                        Optional.empty(),
                        new SpecId("spec"));
        var origin = origin("requested", Optional.empty());
        return new Signal.Requested(origin, new Owner("p", "u", Optional.empty()), profile);
    }

    private static Signal created(SessionId id) {
        var sandbox =
                new Sandbox(
                        new SandboxId("box-" + id), 1, "base", Optional.empty(), Instant.EPOCH, 0);
        return new Signal.Created(1, sandbox, Remarks.NONE);
    }

    private static Signal gone() {
        return new Signal.Gone(1, "404");
    }

    private Signal pause() {
        return new Signal.PauseRequested(positioned());
    }

    private Signal small() {
        return new Signal.ResumeRequested(positioned());
    }

    private Origin positioned() {
        return origin("any", Optional.of(new Origin.Position(LOG, offset++)));
    }

    private Origin origin(String type, Optional<Origin.Position> position) {
        var event = type + offset++;
        return new Origin(
                new EventId(event),
                type,
                "u",
                clock.instant(),
                Optional.of(new RequestId(event)),
                Optional.empty(),
                position);
    }
}
