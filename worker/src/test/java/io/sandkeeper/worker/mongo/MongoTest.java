package io.sandkeeper.worker.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sandkeeper.worker.store.StoreUnavailable;

import org.bson.Document;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

class MongoTest {
    /** Nothing listens there. */
    private static final MongoSettings NOWHERE =
            new MongoSettings("mongodb://127.0.0.1:1/", "none", 2, Duration.ofMillis(200));

    @Test
    void lets_in_as_many_as_there_are_connections_and_makes_the_others_wait() throws Exception {
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var full = new CountDownLatch(2);
        var leave = new CountDownLatch(1);
        var done = new ArrayList<Future<Integer>>();

        try (var mongo = Mongo.connect(NOWHERE);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 2_000; i++) {
                done.add(
                        threads.submit(
                                () ->
                                        mongo.ask(
                                                () -> {
                                                    most.accumulateAndGet(
                                                            inside.incrementAndGet(), Math::max);
                                                    full.countDown();
                                                    await(leave);
                                                    return inside.decrementAndGet();
                                                })));
            }
            full.await();
            leave.countDown();
            for (var one : done) {
                one.get();
            }
        }

        assertThat(most).hasValue(2);
    }

    @Test
    void that_is_not_there_is_unavailable() {
        try (var mongo = Mongo.connect(NOWHERE)) {
            var collection = mongo.collection("some");

            assertThatThrownBy(() -> mongo.ask(() -> collection.find().into(new ArrayList<>())))
                    .isInstanceOf(StoreUnavailable.class);
        }
    }

    @Test
    void whose_caller_is_interrupted_is_unavailable_and_says_so_again() throws Exception {
        try (var mongo = Mongo.connect(NOWHERE);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var interrupted =
                    threads.submit(
                            () -> {
                                Thread.currentThread().interrupt();
                                assertThatThrownBy(() -> mongo.ask(Document::new))
                                        .isInstanceOf(StoreUnavailable.class);
                                return Thread.currentThread().isInterrupted();
                            });

            assertThat(interrupted.get()).isTrue();
        }
    }

    @Test
    void settings_do_not_show_a_password() {
        var settings = MongoSettings.at("mongodb://keeper:secret@db.example:27018/");

        assertThat(settings.toString()).contains("db.example:27018").doesNotContain("secret");
    }

    @Test
    void settings_have_these_defaults() {
        assertThat(MongoSettings.at(MongoSettings.DEFAULT_URI))
                .isEqualTo(
                        new MongoSettings(
                                "mongodb://127.0.0.1:27017/",
                                "sandkeeper",
                                100,
                                Duration.ofSeconds(5)));
    }

    @Test
    void settings_that_cannot_work_are_refused() {
        var uri = MongoSettings.DEFAULT_URI;

        assertThatThrownBy(() -> new MongoSettings(uri, "x", 0, Duration.ofSeconds(1)))
                .hasMessageContaining("connections");
        assertThatThrownBy(() -> new MongoSettings(uri, "x", 1, Duration.ZERO))
                .hasMessageContaining("timeout");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
