package io.sandkeeper.worker.sweep.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.local.store.EmbeddedStore;
import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.mongo.MongoSettings;
import io.sandkeeper.worker.provider.SteppedClock;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/** Whose turn it is. */
class MongoTurnTest {
    private static final EmbeddedStore SERVER = EmbeddedStore.start(0);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final SteppedClock clock = new SteppedClock();
    private final Mongo mongo =
            Mongo.connect(MongoSettings.at(SERVER.uri()).withDatabase("test-" + UUID.randomUUID()));
    private final MongoTurn one = turn("one");
    private final MongoTurn other = turn("other");

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @AfterEach
    void close() {
        mongo.close();
    }

    private MongoTurn turn(String worker) {
        return new MongoTurn(mongo, "sweep", worker, EVERY, clock);
    }

    @Test
    void it_is_the_first_ones_who_comes_and_not_again_before_it_is_due() {
        assertThat(one.take()).isTrue();

        assertThat(one.take()).isFalse();
        assertThat(other.take()).isFalse();
        clock.step(EVERY.minusMillis(1));
        assertThat(one.take()).isFalse();
        clock.step(Duration.ofMillis(1));
        assertThat(one.take()).isTrue();
    }

    @Test
    void who_had_it_keeps_it_and_others_come_when_it_is_late() {
        assertThat(one.take()).isTrue();

        clock.step(EVERY);
        assertThat(other.take()).isFalse();
        clock.step(EVERY.dividedBy(2));
        assertThat(other.take()).isTrue();
        assertThat(one.take()).isFalse();
        clock.step(EVERY);
        assertThat(one.take()).isFalse();
        assertThat(other.take()).isTrue();
    }

    @Test
    void of_many_who_come_at_once_one_has_it() throws Exception {
        for (var round = 0; round < 5; round++) {
            var tries = new ArrayList<Callable<Boolean>>();
            for (var i = 0; i < 16; i++) {
                tries.add(turn("w-" + i)::take);
            }
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var taken = 0;
                for (var answer : threads.invokeAll(tries)) {
                    taken += answer.get() ? 1 : 0;
                }

                assertThat(taken).as("round %d", round).isEqualTo(1);
            }
            clock.step(EVERY.multipliedBy(2));
        }
    }

    @Test
    void different_work_has_different_turns() {
        assertThat(one.take()).isTrue();

        assertThat(new MongoTurn(mongo, "other work", "one", EVERY, clock).take()).isTrue();
    }
}
