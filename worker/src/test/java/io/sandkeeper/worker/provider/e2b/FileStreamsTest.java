package io.sandkeeper.worker.provider.e2b;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.session.Failure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Files on their way, and everything that can stop them there. */
final class FileStreamsTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 X\r\nContent-Length: 10\r\n\r\nhalf",
                "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
                "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nhalf",
                "HTTP/1.1 200 X\r\n\r\nhalf",
            })
    void that_are_cut_short_are_not_taken_for_whole(String answer) throws IOException {
        try (var server = new RawServer((asked, out) -> cut(asked, out, answer));
                var provider = Orders.provider(server.url())) {
            var daemon = provider.daemon(CommandsTest.SANDBOX);

            var whole = daemon.download("/a", 100, LIMIT, InputStream::readAllBytes);
            var careless = daemon.download("/a", 100, LIMIT, FileStreamsTest::carelessly);

            assertThat(Orders.failure(whole)).isInstanceOf(Failure.Transient.class);
            assertThat(Orders.failure(careless)).isInstanceOf(Failure.Transient.class);
        }
    }

    private static void cut(RawServer.Asked asked, OutputStream out, String answer)
            throws IOException {
        if (asked.target().equals("/health")) {
            RawServer.answer(out, 204, "");
            return;
        }
        out.write(answer.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        asked.connection().close();
    }

    /** Takes whatever came for all there is. */
    private static byte[] carelessly(InputStream in) {
        try {
            return in.readAllBytes();
        } catch (IOException _) {
            return new byte[0];
        }
    }

    @Test
    void that_stall_end_at_the_limit() throws IOException {
        try (var server =
                        new RawServer(
                                (asked, out) -> {
                                    if (asked.target().equals("/health")) {
                                        RawServer.answer(out, 204, "");
                                    } else {
                                        out.write(
                                                "HTTP/1.1 200 X\r\nContent-Length: 10\r\n\r\nhalf"
                                                        .getBytes(StandardCharsets.US_ASCII));
                                        out.flush();
                                    }
                                });
                var provider = Orders.provider(server.url())) {

            var answer =
                    provider.daemon(CommandsTest.SANDBOX)
                            .download("/a", 100, Duration.ofMillis(300), InputStream::readAllBytes);

            assertThat(Orders.failure(answer).evidence())
                    .isEqualTo("GET /files: no whole answer in time");
        }
    }

    @Test
    void whose_sandbox_is_gone_in_the_middle_are_absent() throws IOException {
        try (var server =
                        new RawServer(
                                (asked, out) -> {
                                    if (asked.target().equals("/health")) {
                                        RawServer.answer(out, 502, CommandsTest.GONE);
                                    } else {
                                        cut(
                                                asked,
                                                out,
                                                "HTTP/1.1 200 X\r\nContent-Length: 10\r\n\r\nhalf");
                                    }
                                });
                var provider = Orders.provider(server.url())) {
            var daemon = provider.daemon(CommandsTest.SANDBOX);

            assertThat(daemon.download("/a", 100, LIMIT, InputStream::readAllBytes))
                    .isInstanceOf(Answer.Absent.class);
            assertThat(daemon.upload("/a", out -> out.write(new byte[10_000_000]), LIMIT))
                    .isInstanceOf(Answer.Absent.class);
        }
    }

    @Test
    void that_never_end_are_ended_at_the_limit_and_their_maker_with_them() throws IOException {
        try (var server = new RawServer((_, _) -> {});
                var provider = Orders.provider(server.url())) {
            var maker = new Thread[1];

            var answer =
                    provider.daemon(CommandsTest.SANDBOX)
                            .upload(
                                    "/a",
                                    out -> {
                                        maker[0] = Thread.currentThread();
                                        while (true) {
                                            out.write(new byte[100_000]);
                                        }
                                    },
                                    Duration.ofMillis(300));

            assertThat(Orders.failure(answer)).isInstanceOf(Failure.Transient.class);
            assertThat(maker[0].isAlive()).isFalse();
        }
    }

    @Test
    void a_bug_in_what_makes_the_content_comes_out_where_it_was_called() throws IOException {
        try (var server = new RawServer((_, out) -> RawServer.answer(out, 200, "[]"));
                var provider = Orders.provider(server.url())) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(
                            () ->
                                    provider.daemon(CommandsTest.SANDBOX)
                                            .upload(
                                                    "/a",
                                                    _ -> {
                                                        throw new IllegalStateException("a bug");
                                                    },
                                                    LIMIT));
        }
    }
}
