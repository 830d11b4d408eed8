package io.sandkeeper.worker.provider.e2b;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Daemon.Written;
import io.sandkeeper.worker.session.Failure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Files of a sandbox, and what may be answered for them. */
final class FilesTest {
    private static final Duration LIMIT = Duration.ofSeconds(3);

    @Test
    void are_written_as_they_are() throws IOException {
        try (var server = new RawServer((_, out) -> RawServer.answer(out, 200, "[{}]"));
                var provider = Orders.provider(server.url())) {

            var answer =
                    provider.daemon(CommandsTest.SANDBOX)
                            .write("/a b/ü&path=?#.txt", "x\0\n".getBytes(StandardCharsets.UTF_8));

            assertThat(answer).isEqualTo(new Answer.Done<>(new Written()));
            var asked = server.asked().getFirst();
            assertThat(asked.target())
                    .isEqualTo("/files?path=%2Fa%20b%2F%C3%BC%26path%3D%3F%23.txt");
            assertThat(asked.headers())
                    .containsEntry("content-type", "application/octet-stream")
                    .containsEntry("x-access-token", "t0ken");
            assertThat(asked.body()).isEqualTo("x\0\n");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "400; {\"code\":400,\"message\":\"a directory\"}; Permanent",
                "401; {\"code\":401};                             Transient",
                "403; {\"code\":403};                             Transient",
                "404; {\"code\":404};                             Transient",
                "409; {\"code\":409};                             Conflict",
                "429; {\"code\":429};                             Transient",
                "500; {\"code\":500};                             Transient",
                "507; {\"code\":507};                             Permanent",
                "502; <p>Bad gateway</p>;                         Transient",
                "502; {\"code\":502};                             Transient",
                "302; '';                                         Transient",
            })
    void that_cannot_be_written_say_why(int status, String body, String expected)
            throws IOException {
        try (var server = new RawServer((_, out) -> RawServer.answer(out, status, body));
                var provider = Orders.provider(server.url())) {

            var failure =
                    Orders.failure(provider.daemon(CommandsTest.SANDBOX).write("/a", new byte[1]));

            assertThat(failure.getClass().getSimpleName()).isEqualTo(expected);
            assertThat(failure.evidence()).isEqualTo("POST /files: " + status);
        }
    }

    @Test
    void of_a_sandbox_that_is_gone_are_absent() throws IOException {
        try (var server = new RawServer((_, out) -> RawServer.answer(out, 502, CommandsTest.GONE));
                var provider = Orders.provider(server.url())) {
            var daemon = provider.daemon(CommandsTest.SANDBOX);
            assertThat(daemon.write("/a", new byte[1])).isInstanceOf(Answer.Absent.class);
            assertThat(daemon.read("/a", 1, LIMIT)).isInstanceOf(Answer.Absent.class);
        }
    }

    @Test
    void behind_a_silent_daemon_may_be_tried_again() throws IOException {
        try (var server =
                        new RawServer((_, out) -> RawServer.answer(out, 502, CommandsTest.SILENT));
                var provider = Orders.provider(server.url())) {
            var daemon = provider.daemon(CommandsTest.SANDBOX);
            assertThat(Orders.failure(daemon.write("/a", new byte[1])))
                    .isInstanceOf(Failure.Transient.class);
        }
    }

    @Test
    void that_are_not_there_are_so_only_by_the_daemons_word() throws IOException {
        try (var daemons = new RawServer((_, out) -> RawServer.answer(out, 404, "{\"code\":404}"));
                var others = new RawServer((_, out) -> RawServer.answer(out, 404, "not found"));
                var one = Orders.provider(daemons.url());
                var two = Orders.provider(others.url())) {
            assertThat(one.daemon(CommandsTest.SANDBOX).read("/a", 1, LIMIT))
                    .isEqualTo(new Answer.Done<>(Optional.empty()));
            assertThat(Orders.failure(two.daemon(CommandsTest.SANDBOX).read("/a", 1, LIMIT)))
                    .isInstanceOf(Failure.Transient.class);
        }
    }

    @Test
    void that_are_cut_short_are_not_taken_for_whole() throws IOException {
        try (var server =
                        new RawServer(
                                (asked, out) -> {
                                    if (asked.target().equals("/health")) {
                                        RawServer.answer(out, 204, "");
                                        return;
                                    }
                                    out.write(
                                            "HTTP/1.1 200 X\r\nContent-Length: 10\r\n\r\nhalf"
                                                    .getBytes(StandardCharsets.US_ASCII));
                                    out.flush();
                                    asked.connection().close();
                                });
                var provider = Orders.provider(server.url())) {
            assertThat(Orders.failure(provider.daemon(CommandsTest.SANDBOX).read("/a", 100, LIMIT)))
                    .isInstanceOf(Failure.Transient.class);
        }
    }
}
