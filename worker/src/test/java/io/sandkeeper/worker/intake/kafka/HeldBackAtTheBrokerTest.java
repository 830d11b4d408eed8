package io.sandkeeper.worker.intake.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.events.Topic;
import io.sandkeeper.worker.door.NoRoom;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.StoreUnavailable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

@Timeout(120)
class HeldBackAtTheBrokerTest {
    private static final String FULL = Events.sessionOn(0, 1, "full-");
    private static final String GOOD = Events.sessionOn(0, 1, "good-");

    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final FakeDoor door = new FakeDoor();

    @Test
    void a_session_without_room_holds_up_nobody_of_its_partition_and_loses_nothing()
            throws Exception {
        try (var broker = TestBroker.start()) {
            broker.topics(1);
            door.failFor(FULL, new NoRoom(new SessionId(FULL)));
            var first = RunningIntake.at(broker, door);
            try (first) {
                broker.send(Events.pause(GOOD, "good-0"));
                broker.send(Events.pause(FULL, "waits"));
                Eventually.that("it was tried", () -> has("waits"));
                broker.send(Events.pause(GOOD, "good-1"));
                broker.send(Events.pause(GOOD, "good-2"));
                Eventually.that("the others are taken in", () -> has("good-2"));
                assertThat(committed(broker, first)).isLessThan(2);
            }

            try (var restarted = first.again(broker)) {
                Eventually.that(
                        "what waited is read again by whoever has the partition next",
                        () -> count("waits") > 1 && count("good-2") > 1);
                assertThat(committed(broker, restarted)).isLessThan(2);

                door.answer(_ -> CompletableFuture.completedFuture(null));

                Eventually.that(
                        "all is committed although nothing more comes",
                        () -> committed(broker, restarted) == 4);
                assertThat(door.events()).endsWith("waits");
            }
        }
    }

    @Test
    void stays_uncommitted_when_the_rest_of_its_batch_is_tried_again() throws Exception {
        try (var broker = TestBroker.start()) {
            broker.topics(1);
            var stored = new AtomicBoolean();
            door.answer(
                    id ->
                            id.value().equals(FULL)
                                    ? failed(new NoRoom(id))
                                    : stored.get() ? DONE : failed(new StoreUnavailable("away")));
            broker.send(Events.pause(FULL, "waits"));
            broker.send(Events.pause(GOOD, "good-0"));
            try (var intake = RunningIntake.at(broker, door)) {
                Eventually.that("it is tried again", () -> count("good-0") > 1);
                stored.set(true);
                broker.send(Events.pause(GOOD, "good-1"));
                Eventually.that("the rest is taken in", () -> has("good-1"));
                broker.send(Events.pause(GOOD, "good-2"));
                Eventually.that("and what comes in the poll after", () -> has("good-2"));

                assertThat(committed(broker, intake)).isZero();
            }
        }
    }

    private static CompletableFuture<Void> failed(RuntimeException failure) {
        return CompletableFuture.failedFuture(failure);
    }

    private static long committed(TestBroker broker, RunningIntake intake) throws Exception {
        return broker.committed(intake.group(), Topic.REQUESTS, 0);
    }

    private boolean has(String event) {
        return count(event) > 0;
    }

    private long count(String event) {
        return door.events().stream().filter(event::equals).count();
    }
}
