package io.sandkeeper.worker.provider.e2b;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Provider.Made;
import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.SandboxId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server that means no good, or is not the one that it should be. */
final class HostileAnswersTest {
    private static final SandboxId SANDBOX = new SandboxId("i1");
    private static final Duration SHORT = Duration.ofMillis(400);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "42",
                "\"i1\"",
                "{}",
                "{\"sandboxID\":",
                "<html>hello</html>",
                "{\"sandboxID\":null}",
                "{\"sandboxID\":17}",
                "{\"sandboxID\":[\"i1\"]}",
                "{\"sandboxID\":\"\"}",
                "{\"sandboxID\":\"../templates/base\"}",
                "{\"sandboxID\":\"i1?force=true\"}",
                "{\"sandboxID\":\"i1\\r\\nX-Evil: 1\"}",
                "{\"sandboxID\":\"i1.evil.example\"}",
                "{\"sandboxID\":\"i1\",\"envdAccessToken\":\"a\\r\\nX-Evil: 1\"}",
                "{\"sandboxID\":\"i1\"} {\"sandboxID\":\"i2\"}",
                "\u0000\u0001\u00ff"
            })
    void a_created_answer_that_cannot_be_used_is_an_unknown_outcome(String body)
            throws IOException {
        try (var server = new RawServer((_, out) -> RawServer.answer(out, 201, body));
                var provider = Orders.provider(server.url())) {

            var created = provider.create(Orders.order());

            assertThat(Orders.failure(created)).isInstanceOf(Failure.Unknown.class);
        }
    }

    @Test
    void json_without_a_bottom_is_not_followed() throws IOException {
        var deep = "[".repeat(500_000);
        try (var server = new RawServer((_, out) -> RawServer.answer(out, 200, deep));
                var provider = Orders.provider(server.url())) {
            assertThat(Orders.failure(provider.look(SANDBOX)))
                    .isInstanceOf(Failure.Transient.class);
        }
    }

    @Test
    void ten_megabytes_of_json_are_not_read() throws IOException {
        var large = "{\"sandboxID\":\"i1\",\"x\":\"" + "x".repeat(10 << 20) + "\"}";
        try (var server = new RawServer((_, out) -> RawServer.answer(out, 201, large));
                var provider = Orders.provider(server.url())) {

            var created = provider.create(Orders.order());

            assertThat(Orders.failure(created))
                    .isEqualTo(
                            new Failure.Unknown(
                                    "POST /v2/sandboxes: 201 with an unreadable answer"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 400, 502})
    void an_answer_without_an_end_is_cut_off(int status) throws Exception {
        var cutOff = new CountDownLatch(1);
        try (var server =
                        new RawServer((_, out) -> endless(out, status, "x".repeat(8192), cutOff));
                var provider = Orders.provider(server.url())) {

            var created = provider.create(Orders.order());

            assertThat(created).isInstanceOf(Answer.Failed.class);
            assertThat(cutOff.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Every byte is a sign of life; together they are none. */
    @Test
    void an_answer_that_drips_is_given_up_at_the_limit() throws Exception {
        var givenUp = new CountDownLatch(1);
        try (var server = new RawServer((_, out) -> drip(out, givenUp));
                var provider = Orders.provider(server.url(), SHORT)) {

            var created = provider.create(Orders.order());

            assertThat(Orders.failure(created))
                    .isEqualTo(
                            new Failure.Unknown(
                                    "POST /v2/sandboxes: no whole answer within PT0.4S"));
            assertThat(givenUp.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void headers_without_an_end_are_given_up() throws IOException {
        var line = ("X-Filler: " + "x".repeat(8000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        try (var server =
                        new RawServer(
                                (_, out) -> {
                                    out.write(
                                            "HTTP/1.1 201 X\r\n"
                                                    .getBytes(StandardCharsets.US_ASCII));
                                    while (true) {
                                        out.write(line);
                                    }
                                });
                var provider = Orders.provider(server.url(), Duration.ofSeconds(5))) {

            var created = provider.create(Orders.order());

            assertThat(Orders.failure(created)).isInstanceOf(Failure.Unknown.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage\r\n\r\n",
                "HTTP/1.1 999999 X\r\n\r\n",
                "HTTP/1.1 201 X\r\nContent-Length: -5\r\n\r\n",
                "HTTP/1.1 201 X\r\n: x\r\n\r\n"
            })
    void what_is_not_http_is_an_unknown_outcome(String bytes) throws IOException {
        try (var server =
                        new RawServer(
                                (asked, out) -> {
                                    out.write(bytes.getBytes(StandardCharsets.US_ASCII));
                                    out.flush();
                                    asked.connection().close();
                                });
                var provider = Orders.provider(server.url(), SHORT)) {

            var created = provider.create(Orders.order());

            assertThat(Orders.failure(created)).isInstanceOf(Failure.Unknown.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void a_redirect_takes_the_key_nowhere(int status) throws IOException {
        try (var elsewhere = new RawServer((_, out) -> RawServer.answer(out, 201, Orders.MADE));
                var server =
                        new RawServer(
                                (_, out) ->
                                        RawServer.answer(
                                                out,
                                                status,
                                                "Location: " + elsewhere.url() + "/\r\n",
                                                new byte[0]));
                var provider = Orders.provider(server.url())) {

            var created = provider.create(Orders.order());

            assertThat(Orders.failure(created)).isInstanceOf(Failure.Transient.class);
            assertThat(elsewhere.asked()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "i1\r\nX-Evil: 1",
                "../templates/base",
                "i1/pause",
                "i1?x=1",
                "i1#x",
                "i1%2F",
                "i1 ",
                "ї1",
                "-i1",
                "i1.evil.example",
                "i123456789012345678901234567890123456789012345678901234567"
            })
    void an_id_that_is_none_goes_nowhere(String text) throws IOException {
        var id = new SandboxId(text);
        try (var server = new RawServer((_, out) -> RawServer.answer(out, 204, ""));
                var provider = Orders.provider(server.url())) {

            assertThat(Orders.failure(provider.look(id))).isInstanceOf(Failure.Permanent.class);
            assertThat(Orders.failure(provider.kill(id))).isInstanceOf(Failure.Permanent.class);
            assertThat(Orders.failure(provider.pause(id))).isInstanceOf(Failure.Permanent.class);
            assertThat(Orders.failure(provider.connect(id, SHORT)))
                    .isInstanceOf(Failure.Permanent.class);
            assertThat(Orders.failure(provider.extend(id, SHORT)))
                    .isInstanceOf(Failure.Permanent.class);
            assertThatThrownBy(() -> provider.daemon(new Made(id, "base", Optional.empty(), false)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> provider.url(id, 3000))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(server.asked()).isEmpty();
        }
    }

    @Test
    void an_answer_about_another_sandbox_is_none() throws IOException {
        var other =
                "{\"sandboxID\":\"i2\",\"templateID\":\"base\",\"state\":\"paused\","
                        + "\"startedAt\":\"2026-03-01T12:00:00Z\",\"endAt\":\"2026-03-01T12:00:00Z\"}";
        try (var server = new RawServer((_, out) -> RawServer.answer(out, 200, other));
                var provider = Orders.provider(server.url())) {

            assertThat(Orders.failure(provider.look(SANDBOX)))
                    .isInstanceOf(Failure.Transient.class);
            assertThat(Orders.failure(provider.connect(SANDBOX, SHORT)))
                    .isInstanceOf(Failure.Transient.class);
        }
    }

    @Test
    void the_domain_that_an_answer_names_is_not_trusted() throws IOException {
        var lure = Orders.MADE.replace("}", ",\"domain\":\"evil.example\"}");
        try (var server = new RawServer((_, out) -> RawServer.answer(out, 201, lure));
                var provider = Orders.provider(server.url())) {
            var made = ((Answer.Done<Made>) provider.create(Orders.order())).value();

            provider.daemon(made).read("/home/user/a", 10, SHORT);

            assertThat(server.asked()).hasSize(2);
        }
    }

    private static void endless(OutputStream out, int status, String piece, CountDownLatch cutOff)
            throws IOException {
        var chunk =
                (Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        try {
            out.write(
                    ("HTTP/1.1 " + status + " X\r\nTransfer-Encoding: chunked\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write(chunk);
            }
        } finally {
            cutOff.countDown();
        }
    }

    private static void drip(OutputStream out, CountDownLatch givenUp) throws IOException {
        try {
            out.write(
                    "HTTP/1.1 201 X\r\nContent-Length: 999999\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write(' ');
                out.flush();
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        } finally {
            givenUp.countDown();
        }
    }
}
