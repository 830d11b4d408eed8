package io.sandkeeper.worker.provider.e2b;

import static io.sandkeeper.worker.provider.e2b.Streams.end;
import static io.sandkeeper.worker.provider.e2b.Streams.exited;
import static io.sandkeeper.worker.provider.e2b.Streams.head;
import static io.sandkeeper.worker.provider.e2b.Streams.joined;
import static io.sandkeeper.worker.provider.e2b.Streams.message;
import static io.sandkeeper.worker.provider.e2b.Streams.printed;
import static io.sandkeeper.worker.provider.e2b.Streams.started;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Daemon.Ended;
import io.sandkeeper.worker.provider.Daemon.Started;
import io.sandkeeper.worker.provider.Provider.Made;
import io.sandkeeper.worker.provider.e2b.RawServer.Asked;
import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.SandboxId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A command in a sandbox, and what its stream may look like. */
final class CommandsTest {
    static final Made SANDBOX = new Made(new SandboxId("i1"), "base", Optional.of("t0ken"), false);
    static final String GONE =
            "{\"sandboxId\":\"i1\",\"message\":\"The sandbox was not found\",\"code\":502}";
    static final String SILENT =
            "{\"sandboxId\":\"i1\",\"message\":\"port is not open\",\"port\":49983,\"code\":502}";
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Test
    void goes_to_a_login_shell_of_this_sandbox() throws IOException {
        try (var server = new RawServer((asked, out) -> stream(asked, out, exited(0)));
                var provider = Orders.provider(server.url())) {

            provider.daemon(SANDBOX).run("ls 'a b'", Map.of("A", "1"), Duration.ofMinutes(2));

            var asked = server.asked().getFirst();
            assertThat(asked.method() + asked.target()).isEqualTo("POST/process.Process/Start");
            assertThat(asked.headers())
                    .containsEntry("e2b-sandbox-id", "i1")
                    .containsEntry("e2b-sandbox-port", "49983")
                    .containsEntry("x-access-token", "t0ken")
                    .containsEntry("connect-protocol-version", "1")
                    .containsEntry("connect-timeout-ms", "120000")
                    .containsEntry("content-type", "application/connect+json")
                    .doesNotContainKey("x-api-key");
            assertThat(asked.body().substring(5))
                    .isEqualTo(
                            "{\"stdin\":false,\"process\":{\"cmd\":\"/bin/bash\","
                                    + "\"args\":[\"-l\",\"-c\",\"ls 'a b'\"],\"envs\":{\"A\":\"1\"}}}");
            assertThat(asked.body().substring(0, 5))
                    .isEqualTo("\0\0\0\0" + (char) (asked.body().length() - 5));
        }
    }

    @Test
    void keeps_both_outputs_in_order_and_its_exit_code() throws IOException {
        assertThat(
                        run(
                                started(),
                                printed("stdout", "one "),
                                message("{\"event\":{\"keepalive\":{}}}"),
                                printed("stderr", "two "),
                                printed("stdout", "ü"),
                                exited(3),
                                end("{}")))
                .isEqualTo(new Answer.Done<>(new Ended(3, "one two ü")));
    }

    @Test
    void that_succeeds_has_no_code_on_the_wire() throws IOException {
        assertThat(run(started(), message("{\"event\":{\"end\":{\"exited\":true}}}"), end("{}")))
                .isEqualTo(new Answer.Done<>(new Ended(0, "")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"exitCode\":\"0\",\"exited\":true}",
                "{\"exitCode\":-1,\"status\":\"signal: killed\"}"
            })
    void that_may_not_have_succeeded_did_not(String end) throws IOException {
        assertThat(run(started(), message("{\"event\":{\"end\":" + end + "}}"), end("{}")))
                .isEqualTo(new Answer.Done<>(new Ended(-1, "")));
    }

    @Test
    void that_prints_much_keeps_the_newest() throws IOException {
        var pieces = new byte[50][];
        for (var i = 0; i < 48; i++) {
            pieces[i] = printed("stdout", "%04d".formatted(i).repeat(8192));
        }
        pieces[48] = exited(0);
        pieces[49] = end("{}");

        var answer = run(pieces);

        assertThat(answer)
                .isEqualTo(
                        new Answer.Done<>(new Ended(0, "0046".repeat(8192) + "0047".repeat(8192))));
    }

    @Test
    void may_arrive_in_any_pieces() throws IOException {
        var all = joined(started(), printed("stdout", "hello"), exited(7), end("{}"));
        try (var server =
                        new RawServer(
                                (asked, out) -> {
                                    head(out);
                                    for (var one : all) {
                                        out.write(one);
                                        out.flush();
                                    }
                                    asked.connection().close();
                                });
                var provider = Orders.provider(server.url())) {
            assertThat(provider.daemon(SANDBOX).run("x", Map.of(), LIMIT))
                    .isEqualTo(new Answer.Done<>(new Ended(7, "hello")));
        }
    }

    @Test
    void that_ended_did_so_even_if_the_stream_did_not() throws IOException {
        assertThat(run(started(), exited(5))).isEqualTo(new Answer.Done<>(new Ended(5, "")));
    }

    @Test
    void over_its_limit_was_killed_and_keeps_its_output() throws IOException {
        assertThat(
                        run(
                                started(),
                                printed("stdout", "so far"),
                                end("{\"error\":{\"code\":\"deadline_exceeded\"}}")))
                .isEqualTo(new Answer.Done<>(new Ended(Ended.OVER_LIMIT, "so far")));
    }

    @Test
    void over_its_limit_may_be_told_to_be_dead_before_the_reason_comes() throws IOException {
        assertThat(
                        run(
                                started(),
                                message(
                                        "{\"event\":{\"end\":{\"exitCode\":-1,\"status\":\"signal: killed\"}}}"),
                                end("{\"error\":{\"code\":\"deadline_exceeded\"}}")))
                .isEqualTo(new Answer.Done<>(new Ended(Ended.OVER_LIMIT, "")));
        assertThat(run(started(), exited(5), end("{\"error\":{\"code\":\"deadline_exceeded\"}}")))
                .as("by itself, just in time")
                .isEqualTo(new Answer.Done<>(new Ended(5, "")));
    }

    @Test
    void that_the_daemon_stops_is_classified_by_the_code() throws IOException {
        assertThat(Orders.failure(run(end("{\"error\":{\"code\":\"invalid_argument\"}}"))))
                .isEqualTo(
                        new Failure.Permanent(
                                "POST /process.Process/Start: stopped: invalid_argument"));
        assertThat(Orders.failure(run(end("{\"error\":{\"code\":\"a\\nb\"}}"))))
                .isEqualTo(new Failure.Transient("POST /process.Process/Start: stopped: unknown"));
    }

    @Test
    void that_is_cut_off_is_absent_when_its_sandbox_is_gone() throws IOException {
        assertThat(cutOff(502, GONE)).isInstanceOf(Answer.Absent.class);
    }

    @Test
    void that_is_cut_off_otherwise_may_be_tried_again() throws IOException {
        assertThat(Orders.failure(cutOff(502, SILENT))).isInstanceOf(Failure.Transient.class);
        assertThat(Orders.failure(cutOff(502, "<p>Bad gateway</p>")))
                .isInstanceOf(Failure.Transient.class);
        assertThat(Orders.failure(cutOff(204, ""))).isInstanceOf(Failure.Transient.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\0\u007f\u00ff\u00ff\u00ff{}",
                "\0\u00ff\u00ff\u00ff\u00ff{}",
                "\0\0\u0010\0\u0001{}",
                "\u0001\0\0\0\u0002{}",
                "\0\0\0\0\u0002no",
                "<html>"
            })
    void whose_stream_is_not_the_protocols_may_be_tried_again(String bytes) throws IOException {
        assertThat(Orders.failure(run(bytes.getBytes(StandardCharsets.ISO_8859_1))))
                .isEqualTo(
                        new Failure.Transient("POST /process.Process/Start: the stream broke off"));
    }

    @Test
    void whose_stream_never_ends_is_given_up_soon_after_its_limit() throws Exception {
        var givenUp = new CountDownLatch(1);
        try (var server = new RawServer((asked, out) -> hang(asked, out, givenUp));
                var provider = Orders.provider(server.url())) {

            var answer = provider.daemon(SANDBOX).run("x", Map.of(), Duration.ofMillis(1));

            assertThat(Orders.failure(answer)).isInstanceOf(Failure.Transient.class);
            assertThat(givenUp.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void that_is_started_is_left_alone_as_soon_as_it_has_a_pid() throws Exception {
        var leftAlone = new CountDownLatch(1);
        try (var server = new RawServer((asked, out) -> hang(asked, out, leftAlone));
                var provider = Orders.provider(server.url())) {

            var answer = provider.daemon(SANDBOX).start("x", Map.of());

            assertThat(answer).isEqualTo(new Answer.Done<>(new Started(42)));
            assertThat(leftAlone.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(server.asked().getFirst().headers()).doesNotContainKey("connect-timeout-ms");
        }
    }

    private static Answer<Ended> run(byte[]... messages) throws IOException {
        try (var server = new RawServer((asked, out) -> stream(asked, out, messages));
                var provider = Orders.provider(server.url())) {
            return provider.daemon(SANDBOX).run("x", Map.of(), LIMIT);
        }
    }

    private static Answer<Ended> cutOff(int health, String body) throws IOException {
        try (var server =
                        new RawServer(
                                (asked, out) -> {
                                    if (asked.target().equals("/health")) {
                                        RawServer.answer(out, health, body);
                                    } else {
                                        stream(asked, out, started());
                                    }
                                });
                var provider = Orders.provider(server.url())) {
            return provider.daemon(SANDBOX).run("x", Map.of(), LIMIT);
        }
    }

    private static void stream(Asked asked, OutputStream out, byte[]... messages)
            throws IOException {
        if (asked.target().equals("/health")) {
            RawServer.answer(out, 204, "");
            return;
        }
        head(out);
        out.write(joined(messages));
        out.flush();
        asked.connection().close();
    }

    /** Starts, and then waits for the client to go away. */
    private static void hang(Asked asked, OutputStream out, CountDownLatch left)
            throws IOException {
        if (asked.target().equals("/health")) {
            RawServer.answer(out, 204, "");
            return;
        }
        head(out);
        out.write(started());
        out.flush();
        if (asked.connection().getInputStream().read() < 0) {
            left.countDown();
        }
    }
}
