package io.sandkeeper.worker.intake.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.health.Vital;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

@Timeout(120)
class IntakeHealthTest {
    private static final Duration SILENCE = Duration.ofSeconds(2);
    private static TestBroker broker;

    private final FakeDoor door = new FakeDoor();

    @BeforeAll
    static void start() throws Exception {
        broker = TestBroker.start();
        broker.topics(1);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private RunningIntake intake() {
        return intake(SILENCE);
    }

    private RunningIntake intake(Duration silence) {
        return RunningIntake.at(broker, door, Map.of(), Duration.ofSeconds(60), silence);
    }

    private static void awaitWell(Vital vital) throws Exception {
        Eventually.that("it is well", () -> vital.complaint().isEmpty());
    }

    private static String awaitComplaint(Vital vital) throws Exception {
        Eventually.that("it is not well", () -> vital.complaint().isPresent());
        return vital.complaint().orElse("");
    }

    @Test
    void a_listener_that_is_stuck_is_not_alive_and_one_that_goes_on_is() throws Exception {
        var stuck = new CompletableFuture<Void>();
        try (var intake = intake()) {
            var loops = intake.intake().loops();
            awaitWell(intake.intake().broker());
            assertThat(loops.complaint()).isEmpty();

            door.answer(_ -> stuck);
            broker.send(Events.pause("s-1", "e-1"));
            assertThat(awaitComplaint(loops)).contains("has not polled");

            stuck.complete(null);
            awaitWell(loops);
        }
    }

    @Test
    void a_loop_that_ended_by_an_error_is_not_alive() throws Exception {
        try (var intake = intake()) {
            door.answer(
                    _ -> {
                        throw new AssertionError("told to end");
                    });
            broker.send(Events.pause("s-1", "e-2"));

            assertThat(awaitComplaint(intake.intake().loops())).contains("has stopped");
        }
    }

    @Test
    void a_worker_whose_broker_is_away_is_not_ready_but_alive_and_ready_when_it_is_back()
            throws Exception {
        // Longer than anything waits for an answer, shorter than the broker is away.
        var silence = Duration.ofSeconds(8);
        try (var intake = intake(silence)) {
            var ready = intake.intake().broker();
            var alive = intake.intake().loops();
            awaitWell(ready);
            broker.send(Events.pause("s-1", "e-3"));

            broker.freeze();
            var since = System.nanoTime();
            assertThat(awaitComplaint(ready)).contains("broker");
            Eventually.that(
                    "the broker is away for longer than a loop may stand still",
                    () -> {
                        assertThat(alive.complaint()).isEqualTo(Optional.empty());
                        return System.nanoTime() - since > silence.multipliedBy(2).toNanos();
                    });
            assertThat(ready.complaint()).isPresent();

            broker.thaw();
            awaitWell(ready);
            assertThat(alive.complaint()).isEqualTo(Optional.empty());
        }
    }

    @Test
    void a_worker_that_is_not_in_the_group_yet_is_not_ready() {
        var topic = new TopicWatch(() -> new CompletableFuture<>());
        var buckets = new OwnedBuckets(topic);
        var ready = new Broker(broker.admin(), buckets);
        assertThat(ready.complaint()).contains("not in the consumer group");

        buckets.onPartitionsAssigned(java.util.List.of());
        assertThat(ready.complaint()).isEmpty();

        buckets.onPartitionsLost(java.util.List.of());
        assertThat(ready.complaint()).contains("not in the consumer group");
    }
}
