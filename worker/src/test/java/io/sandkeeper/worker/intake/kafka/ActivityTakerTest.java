package io.sandkeeper.worker.intake.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sandkeeper.events.Topic;
import io.sandkeeper.worker.door.NoRoom;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.store.InMemorySessionStore;
import io.sandkeeper.worker.store.Sessions;
import io.sandkeeper.worker.store.StoreRefused;
import io.sandkeeper.worker.store.StoreUnavailable;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

class ActivityTakerTest {
    private final FakeDoor door = new FakeDoor();
    private final InMemorySessionStore store = new InMemorySessionStore(Duration.ofDays(30));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicInteger commits = new AtomicInteger();
    private final List<Runnable> later = new ArrayList<>();
    private final HeldBack held = new HeldBack(later::add);
    private final FakeConcern concern = new FakeConcern();
    private final Listener listener = listener();

    private Listener listener() {
        var counts = new IntakeMeters(meters);
        var post =
                new Post(
                        new MockProducer<>(
                                true, null, new ByteArraySerializer(), new ByteArraySerializer()));
        return new Listener(
                Topic.ACTIVITY,
                new ActivityTaker(door, store, concern, () -> Events.NOW, counts, held),
                new DeadLetters(post, counts),
                counts,
                Duration.ofSeconds(5),
                () -> Events.NOW);
    }

    @BeforeEach
    void keep() {
        store.write(List.of(Sessions.touch(Sessions.fresh("awake"))));
        for (var id : List.of("good", "bad")) {
            var asleep =
                    new State.Paused(
                            Sessions.NOW,
                            Sessions.sandbox("box-" + id),
                            Sessions.because("idle"),
                            Sessions.NOW);
            store.write(List.of(Sessions.touch(Sessions.in(asleep, id, 7))));
        }
    }

    private void poll() {
        List<ConsumerRecord<byte[], byte[]>> records =
                List.of(
                        Events.at(0, 0, Events.usedSandbox("box-awake", "e-1")),
                        Events.at(0, 1, Events.usedSandbox("box-bad", "e-2")),
                        Events.at(0, 2, Events.usedSandbox("box-good", "e-3")),
                        Events.at(0, 3, Events.usedSandbox("box-of-nobody", "e-4")));
        listener.onMessage(records, commits::incrementAndGet);
    }

    private double count(String outcome) {
        return meters.get("sandkeeper.intake.records").tag("outcome", outcome).counter().count();
    }

    @Test
    void who_sleeps_is_woken_who_runs_is_not_bothered_and_who_is_unknown_is_counted() {
        poll();

        assertThat(door.all())
                .extracting(FakeDoor.Passed::session)
                .containsExactlyInAnyOrder(new SessionId("good"), new SessionId("bad"));
        assertThat(commits).hasValue(1);
        assertThat(count("taken")).isEqualTo(3);
        assertThat(count("unknown-sandbox")).isEqualTo(1);
    }

    @Test
    void whoever_looks_after_sandboxes_hears_who_is_used() {
        poll();

        assertThat(concern.used())
                .containsExactlyInAnyOrder(
                        new SessionId("awake"), new SessionId("good"), new SessionId("bad"));
    }

    @Test
    void a_session_that_the_store_does_not_take_fails_alone() {
        door.failFor("bad", new StoreRefused("too large"));

        poll();

        assertThat(door.all()).extracting(FakeDoor.Passed::session).contains(new SessionId("good"));
        assertThat(commits).hasValue(1);
        assertThat(count("refused")).isEqualTo(1);
    }

    @Test
    void a_store_that_is_away_holds_the_batch() {
        door.failFor("bad", new StoreUnavailable("away"));

        assertThatThrownBy(this::poll).isInstanceOf(NotTaken.class);

        assertThat(commits).hasValue(0);
    }

    @Test
    void one_without_room_is_woken_when_it_has_some_and_nobody_waits_for_it() {
        door.failFor("bad", new NoRoom(new SessionId("bad")));

        poll();
        poll();

        assertThat(commits).as("its batches do not wait").hasValue(2);
        assertThat(held.count()).as("one use is enough to wake it").isEqualTo(1);
        assertThat(held.first(new TopicPartition("sandkeeper.activity", 0))).hasValue(0);

        door.answer(_ -> CompletableFuture.completedFuture(null));
        List.copyOf(later).forEach(Runnable::run);

        assertThat(door.all().getLast().session()).isEqualTo(new SessionId("bad"));
        assertThat(held.count()).isZero();
    }
}
