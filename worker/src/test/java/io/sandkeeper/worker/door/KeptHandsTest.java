package io.sandkeeper.worker.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sandkeeper.worker.session.EventId;
import io.sandkeeper.worker.session.Lifecycle;
import io.sandkeeper.worker.session.Origin;
import io.sandkeeper.worker.session.Owner;
import io.sandkeeper.worker.session.Policy;
import io.sandkeeper.worker.session.Profile;
import io.sandkeeper.worker.session.RequestId;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.SpecId;
import io.sandkeeper.worker.session.Wake;
import io.sandkeeper.worker.store.InMemorySessionStore;
import io.sandkeeper.worker.store.StoreUnavailable;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

class KeptHandsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private final InMemorySessionStore store = new InMemorySessionStore(Duration.ofDays(1));
    private final FreeHands hands = new FreeHands(() -> NOW);
    private final Acceptance acceptance =
            new Acceptance(
                    new Lifecycle(Policy.DEFAULT),
                    store,
                    new Acceptance.Company(hands, new Talk(), (_, _) -> {}),
                    (_, _, _) -> {},
                    () -> NOW);

    private static Arrival arrival(String session, Signal signal) {
        return Arrival.of(new SessionId(session), signal);
    }

    private static Signal requested() {
        var profile =
                new Profile(
                        "base",
                        Optional.empty(),
                        0,
                        Duration.ofMinutes(10),
                        Wake.ON_ACTIVITY,
                        Optional.empty(),
                        SpecId.NOTHING);
        var origin =
                new Origin(
                        new EventId("e-1"),
                        "e",
                        "u",
                        NOW,
                        Optional.of(new RequestId("r-1")),
                        Optional.empty(),
                        Optional.empty());
        return new Signal.Requested(origin, new Owner("p", "u", Optional.empty()), profile);
    }

    /** The other session must be read, and the store fails before the new one could be written. */
    @Test
    void no_hand_is_lost_when_the_store_fails_before_the_write() {
        var batch = List.of(arrival("new", requested()), arrival("old", new Signal.TimerFired()));
        store.failNext();

        assertThatThrownBy(() -> acceptance.accept(batch)).isInstanceOf(StoreUnavailable.class);

        assertThat(hands.kept()).isZero();
        acceptance.accept(batch);
        assertThat(hands.begun()).containsExactly(new SessionId("new"));
        assertThat(hands.kept()).isZero();
    }
}
