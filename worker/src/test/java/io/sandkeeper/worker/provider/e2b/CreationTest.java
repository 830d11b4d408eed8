package io.sandkeeper.worker.provider.e2b;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Provider.Made;
import io.sandkeeper.worker.provider.e2b.RawServer.Asked;
import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.SandboxId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** The one call that must not be made twice. */
final class CreationTest {
    private static final String NO_TEMPLATE =
            "{\"code\":404,\"message\":\"template 'base' not found\"}";
    private static final String FORBIDDEN = "{\"code\":403,\"message\":\"not yours\"}";
    private static final String BAD = "{\"code\":400,\"message\":\"autoPause is not for you\"}";

    @Test
    void asks_for_what_was_ordered() throws IOException {
        try (var server = new RawServer((_, out) -> RawServer.answer(out, 201, Orders.MADE));
                var provider = Orders.provider(server.url())) {

            var answer = provider.create(Orders.withAutoPause());

            assertThat(answer)
                    .isEqualTo(
                            new Answer.Done<>(
                                    new Made(
                                            new SandboxId("i1"),
                                            "base",
                                            Optional.of("t0ken"),
                                            false)));
            var asked = server.asked().getFirst();
            assertThat(asked.method() + asked.target()).isEqualTo("POST/v2/sandboxes");
            assertThat(asked.headers())
                    .containsEntry("x-api-key", Orders.KEY)
                    .containsEntry("idempotency-key", "a1b2")
                    .doesNotContainKeys("upgrade", "http2-settings", "authorization");
            assertThat(asked.body())
                    .isEqualTo(
                            "{\"templateID\":\"base\",\"timeout\":1800,\"metadata\":{\"fleet\":\"f1\"},"
                                    + "\"envVars\":{\"PASSWORD\":\"correct-horse-battery\"},"
                                    + "\"autoPause\":true}");
        }
    }

    @Test
    void knows_regions_that_are_a_path() throws IOException {
        try (var server = new RawServer((_, out) -> RawServer.answer(out, 201, Orders.MADE));
                var provider = Orders.provider(URI.create(server.url() + "/regions/eu/"))) {

            var answer = provider.create(Orders.order());

            assertThat(answer).isInstanceOf(Answer.Done.class);
            assertThat(server.asked())
                    .extracting(Asked::target)
                    .containsExactly("/regions/eu/v2/sandboxes");
        }
    }

    @Test
    void is_sent_once_when_the_server_closes_without_an_answer() throws IOException {
        try (var server = new RawServer((asked, _) -> asked.connection().close());
                var provider = Orders.provider(server.url())) {

            var answer = provider.create(Orders.order());

            assertThat(Orders.failure(answer)).isInstanceOf(Failure.Unknown.class);
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void is_sent_once_when_the_connection_is_reset() throws IOException {
        try (var server = new RawServer((asked, _) -> asked.reset());
                var provider = Orders.provider(server.url())) {

            var answer = provider.create(Orders.order());

            assertThat(Orders.failure(answer)).isInstanceOf(Failure.Unknown.class);
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void is_sent_once_when_a_connection_that_served_before_breaks() throws IOException {
        var requests = new AtomicInteger();
        try (var server =
                        new RawServer(
                                (asked, out) -> {
                                    if (requests.incrementAndGet() == 1) {
                                        RawServer.answer(out, 201, Orders.MADE);
                                    } else {
                                        asked.connection().close();
                                    }
                                });
                var provider = Orders.provider(server.url())) {
            assertThat(provider.create(Orders.order())).isInstanceOf(Answer.Done.class);

            var answer = provider.create(Orders.order());

            assertThat(Orders.failure(answer)).isInstanceOf(Failure.Unknown.class);
            assertThat(server.asked()).hasSize(2);
            assertThat(server.asked().get(1).connection())
                    .isSameAs(server.asked().get(0).connection());
        }
    }

    @Test
    void does_not_go_over_a_connection_that_was_closed_while_idle() throws Exception {
        var closed = new CountDownLatch(1);
        try (var server =
                        new RawServer(
                                (asked, out) -> {
                                    RawServer.answer(out, 201, Orders.MADE);
                                    if (closed.getCount() > 0) {
                                        asked.connection().shutdownOutput();
                                        // The client's end follows when it has seen ours.
                                        if (asked.connection().getInputStream().read() < 0) {
                                            closed.countDown();
                                        }
                                    }
                                });
                var provider = Orders.provider(server.url())) {
            assertThat(provider.create(Orders.order())).isInstanceOf(Answer.Done.class);
            assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();

            var answer = provider.create(Orders.order());

            assertThat(answer).isInstanceOf(Answer.Done.class);
            assertThat(server.asked()).hasSize(2);
        }
    }

    @Test
    void that_was_never_sent_is_no_unknown_outcome() throws IOException {
        try (var closed = new ClosedPort();
                var provider = Orders.provider(URI.create("http://127.0.0.1:" + closed.number()))) {
            assertThat(Orders.failure(provider.create(Orders.order())))
                    .isEqualTo(
                            new Failure.Transient("POST /v2/sandboxes: not sent: no connection"));
        }
    }

    @Test
    void without_an_answer_in_time_is_an_unknown_outcome() throws IOException {
        try (var server = new RawServer((_, _) -> {});
                var provider = Orders.provider(server.url(), Duration.ofMillis(300))) {

            var answer = provider.create(Orders.order());

            assertThat(Orders.failure(answer)).isInstanceOf(Failure.Unknown.class);
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void that_is_interrupted_is_an_unknown_outcome_and_stays_interrupted() throws Exception {
        var arrived = new CountDownLatch(1);
        var answer = new AtomicReference<Answer<Made>>();
        var interrupted = new AtomicReference<Boolean>();
        try (var server = new RawServer((_, _) -> arrived.countDown());
                var provider = Orders.provider(server.url())) {
            var caller =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        answer.set(provider.create(Orders.order()));
                                        interrupted.set(Thread.currentThread().isInterrupted());
                                    });
            assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();

            caller.interrupt();

            caller.join();
            assertThat(Orders.failure(answer.get())).isInstanceOf(Failure.Unknown.class);
            assertThat(interrupted.get()).isTrue();
        }
    }

    @Test
    void of_an_unknown_template_is_absent() throws IOException {
        try (var server = new RawServer((_, out) -> RawServer.answer(out, 404, NO_TEMPLATE));
                var provider = Orders.provider(server.url())) {
            assertThat(provider.create(Orders.order())).isInstanceOf(Answer.Absent.class);
        }
    }

    @Test
    void goes_without_the_automatic_pause_where_it_is_refused_and_says_so() throws IOException {
        try (var server =
                        new RawServer(
                                (asked, out) -> {
                                    if (asked.body().contains("autoPause")) {
                                        RawServer.answer(out, 400, BAD);
                                    } else {
                                        RawServer.answer(out, 201, Orders.MADE);
                                    }
                                });
                var provider = Orders.provider(server.url())) {

            var answer = provider.create(Orders.withAutoPause());

            assertThat(answer)
                    .isInstanceOfSatisfying(
                            Answer.Done.class,
                            done -> assertThat(((Made) done.value()).autoPauseRefused()).isTrue());
            assertThat(server.asked())
                    .extracting(asked -> asked.headers().get("idempotency-key"))
                    .containsExactly("a1b2", "a1b20");
        }
    }

    @Test
    void of_a_bad_request_fails_for_good_and_is_tried_twice_at_most() throws IOException {
        try (var server = new RawServer((_, out) -> RawServer.answer(out, 400, BAD));
                var provider = Orders.provider(server.url())) {

            var plain = provider.create(Orders.order());
            var paused = provider.create(Orders.withAutoPause());

            assertThat(Orders.failure(plain)).isInstanceOf(Failure.Permanent.class);
            assertThat(Orders.failure(paused)).isInstanceOf(Failure.Permanent.class);
            assertThat(server.asked()).hasSize(3);
        }
    }

    @ParameterizedTest(name = "a listing answers {0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "200; []; Permanent",
                "401; {\"code\":401,\"message\":\"Invalid API key\"}; KeyRefused",
                "403; {\"code\":403,\"message\":\"team is blocked\"}; KeyRefused",
                "429; {\"code\":429}; KeyRefused",
                "500; {\"code\":500}; KeyRefused",
                "404; no such page; KeyRefused",
                "200; <html>; KeyRefused",
            })
    void that_is_forbidden_blames_the_key_unless_the_same_key_may_list(
            int status, String body, String family) throws IOException {
        try (var server =
                        new RawServer(
                                (asked, out) -> {
                                    if (asked.method().equals("POST")) {
                                        RawServer.answer(out, 403, FORBIDDEN);
                                    } else {
                                        RawServer.answer(out, status, body);
                                    }
                                });
                var provider = Orders.provider(server.url())) {

            var failure = Orders.failure(provider.create(Orders.withAutoPause()));

            assertThat(failure.getClass().getSimpleName()).isEqualTo(family);
            assertThat(failure.toString()).contains("403").contains("not yours");
            assertThat(server.asked())
                    .extracting(asked -> asked.method() + asked.target())
                    .containsExactly("POST/v2/sandboxes", "GET/v2/sandboxes?limit=1");
        }
    }

    @Test
    void that_is_forbidden_blames_the_key_when_the_listing_breaks_off() throws IOException {
        try (var server =
                        new RawServer(
                                (asked, out) -> {
                                    if (asked.method().equals("POST")) {
                                        RawServer.answer(out, 403, FORBIDDEN);
                                    } else {
                                        asked.reset();
                                    }
                                });
                var provider = Orders.provider(server.url())) {

            var answer = provider.create(Orders.order());

            assertThat(Orders.failure(answer)).isInstanceOf(Failure.KeyRefused.class);
        }
    }

    @Test
    void that_is_refused_for_its_key_asks_nothing_more() throws IOException {
        try (var server = new RawServer((_, out) -> RawServer.answer(out, 401, "{\"code\":401}"));
                var provider = Orders.provider(server.url())) {

            var answer = provider.create(Orders.order());

            assertThat(Orders.failure(answer)).isInstanceOf(Failure.KeyRefused.class);
            assertThat(server.asked()).hasSize(1);
        }
    }
}
