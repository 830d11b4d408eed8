package io.sandkeeper.worker.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.provider.SteppedClock;
import io.sandkeeper.worker.session.EventId;
import io.sandkeeper.worker.session.Lifecycle;
import io.sandkeeper.worker.session.Notice;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Origin;
import io.sandkeeper.worker.session.Owner;
import io.sandkeeper.worker.session.Policy;
import io.sandkeeper.worker.session.Profile;
import io.sandkeeper.worker.session.RequestId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.SpecId;
import io.sandkeeper.worker.session.Wake;
import io.sandkeeper.worker.store.InMemorySessionStore;
import io.sandkeeper.worker.store.Publication;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class AcceptanceTest {
    private static final SessionId ID = new SessionId("s-1");

    private final SteppedClock clock = new SteppedClock();
    private final InMemorySessionStore store = new InMemorySessionStore(Duration.ofDays(1));
    private final FewHands hands = new FewHands();
    private final Ears herald = new Ears();
    private final Map<SessionId, Instant> alarms = new HashMap<>();
    private final SteppedDoor door = door();

    @Test
    void an_operation_whose_take_up_was_stored_but_not_answered_is_begun_at_the_next_look() {
        store.beforeNextWrite(store::loseNextAnswer);

        var requested = pass(requested());

        assertThat(requested).isFalse();
        assertThat(hands.begun).isEmpty();
        assertThat(alarms).containsEntry(ID, clock.instant().plusMillis(500));

        clock.step(Duration.ofMillis(500));
        pass(new Signal.TimerFired());
        pass(new Signal.TimerFired());

        assertThat(hands.begun).as("once").hasSize(1);
        assertThat(hands.free).isZero();
    }

    @Test
    void a_take_up_that_was_not_stored_is_forgotten() {
        store.beforeNextWrite(store::failNext);

        pass(requested());
        pass(new Signal.TimerFired());

        assertThat(hands.begun).isEmpty();
        assertThat(hands.free).isEqualTo(1);

        assertThat(pass(requested())).isTrue();
        assertThat(hands.begun).hasSize(1);
    }

    @Test
    void a_hand_is_free_again_when_somebody_else_wrote_first() {
        hands.free = 0;
        pass(requested());
        hands.free = 2;
        store.beforeNextWrite(
                () -> {
                    var other = door();
                    other.remind(ID, new Signal.TimerFired());
                    other.turn(0);
                });

        pass(new Signal.TimerFired());

        assertThat(hands.begun).as("by one of the two").hasSize(1);
        assertThat(hands.free).isEqualTo(1);
    }

    private SteppedDoor door() {
        var made =
                new SteppedDoor(
                        1,
                        new Lifecycle(Policy.DEFAULT),
                        store,
                        (_, _, _) -> {},
                        clock,
                        Runnable::run);
        made.open(hands, herald, alarms::put);
        return made;
    }

    private boolean pass(Signal signal) {
        var durable = door.pass(ID, signal);
        door.turn(0);
        return !durable.isCompletedExceptionally();
    }

    private Signal requested() {
        var origin =
                new Origin(
                        new EventId("e-1"),
                        "requested",
                        "u",
                        clock.instant(),
                        Optional.of(new RequestId("r-1")),
                        Optional.empty(),
                        Optional.empty());
        var profile =
                new Profile(
                        "base",
                        Optional.empty(),
                        0,
                        Duration.ZERO,
                        Wake.MANUAL,
                        Optional.empty(),
                        new SpecId("spec"));
        return new Signal.Requested(origin, new Owner("p", "u", Optional.empty()), profile);
    }

    private final class FewHands implements Hands {
        private final List<Session> begun = new ArrayList<>();
        private int free = 1;

        @Override
        public Map<SessionId, Permit> reserve(List<Session> due) {
            var permits = new LinkedHashMap<SessionId, Permit>();
            due.forEach(session -> permits.put(session.id(), permit(session)));
            return permits;
        }

        private Permit permit(Session session) {
            return takeUpAgain(session)
                    ? new Permit.Granted(new Operation.Lease("w", clock.instant()))
                    : new Permit.NoHand();
        }

        @Override
        public boolean takeUpAgain(Session session) {
            return free > 0 && free-- > 0;
        }

        @Override
        public void giveBack(Session session) {
            free++;
        }

        @Override
        public void begin(Session session) {
            begun.add(session);
        }

        @Override
        public void destroyCondemned(Session session) {}
    }

    private static final class Ears implements Herald {
        private final List<Publication> told = new ArrayList<>();

        @Override
        public List<Publication> word(Session session, List<Notice> notices) {
            return notices.stream()
                    .map(
                            notice ->
                                    new Publication(
                                            notice.sequence(),
                                            "id-" + notice.sequence(),
                                            "any",
                                            notice.at(),
                                            Optional.empty(),
                                            "{}",
                                            Optional.empty()))
                    .toList();
        }

        @Override
        public void publish(SessionId session, List<Publication> publications) {
            told.addAll(publications);
        }
    }
}
