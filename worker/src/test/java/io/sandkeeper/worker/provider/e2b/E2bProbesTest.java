package io.sandkeeper.worker.provider.e2b;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.provider.Probes;
import io.sandkeeper.worker.provider.Probes.Heard;
import io.sandkeeper.worker.provider.Probes.Word;
import io.sandkeeper.worker.provider.Provider.Made;
import io.sandkeeper.worker.session.SandboxId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiFunction;

/** What each answer on the wire is heard as. */
class E2bProbesTest {
    private static final Duration LIMIT = Duration.ofMillis(500);
    private static final SandboxId BOX = new SandboxId("box1");
    private static final Made WAY = new Made(BOX, "base", Optional.of("tok"), false);
    private static final String GONE =
            "{\"sandboxId\":\"box1\",\"message\":\"The sandbox was not found\",\"code\":502}";
    private static final String CLOSED =
            "{\"sandboxId\":\"box1\",\"message\":\"port is not open\",\"port\":49983,\"code\":502}";
    private static final String SEEN =
            "{\"sandboxID\":\"box1\",\"templateID\":\"base\",\"state\":\"%s\",\"startedAt\":\"2026-01-01T00:00:00Z\",\"endAt\":\"2027-01-01T00:00:00Z\",\"envdAccessToken\":\"tok\"}";

    private static <T> T ask(RawServer.Script script, BiFunction<Probes, RawServer, T> question)
            throws IOException {
        try (var server = new RawServer(script);
                var provider =
                        new E2bProvider(
                                E2bSettings.of(server.url(), new ApiKey("e2b_00"))
                                        .withSandboxUrl(server.url()),
                                InstantSource.system())) {
            return question.apply(provider.probes(), server);
        }
    }

    private static String name(Object heard) {
        return heard.getClass().getSimpleName();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | {\"code\":404,\"message\":\"not there\"} | Absent",
                // A proxy's, or another server's.
                "404 | not found                              | Silent",
                "401 | {\"code\":401,\"message\":\"no\"}       | Silent",
                "429 | {\"code\":429,\"message\":\"no\"}       | Silent",
                "503 | {\"code\":503,\"message\":\"no\"}       | Silent",
                "200 | {}                                     | Silent",
                "200 | []                                     | Silent",
            })
    void the_control_plane_is_heard(int status, String body, String word) throws IOException {
        assertThat(
                        name(
                                ask(
                                        (_, out) -> RawServer.answer(out, status, body),
                                        (probes, _) -> probes.look(BOX, LIMIT))))
                .isEqualTo(word);
    }

    @Test
    void of_one_that_runs_the_way_in_is_told_and_of_one_that_sleeps_not() throws IOException {
        assertThat(look("running")).isEqualTo(new Word.Runs(WAY));
        assertThat(look("paused")).isEqualTo(new Word.Sleeps());
    }

    private static Word look(String state) throws IOException {
        return ask(
                (_, out) -> RawServer.answer(out, 200, SEEN.formatted(state)),
                (probes, _) -> probes.look(BOX, LIMIT));
    }

    @Test
    void a_word_about_another_sandbox_is_none() throws IOException {
        var other = SEEN.formatted("running").replace("box1", "box2");

        assertThat(
                        name(
                                ask(
                                        (_, out) -> RawServer.answer(out, 200, other),
                                        (probes, _) -> probes.look(BOX, LIMIT))))
                .isEqualTo("Silent");
    }

    @ParameterizedTest
    @CsvSource({
        "0,  Fine",
        "1, Unwell",
        "127, Unwell",
    })
    void a_command_is_heard_by_its_exit_code(int code, String heard) throws IOException {
        var end =
                code == 0
                        ? "{\"event\":{\"end\":{\"exited\":true}}}"
                        : "{\"event\":{\"end\":{\"exited\":true,\"exitCode\":%d}}}".formatted(code);

        assertThat(name(command(end, "{}"))).isEqualTo(heard);
    }

    @ParameterizedTest
    @CsvSource({
        "internal, Unwell",
        "not_found, Unwell",
        "unauthenticated, Unwell",
        "deadline_exceeded, Silent",
        "unavailable, Silent",
        "resource_exhausted, Silent",
    })
    void a_command_that_was_stopped_is_heard_by_its_code(String code, String heard)
            throws IOException {
        assertThat(
                        name(
                                command(
                                        "{\"event\":{\"start\":{\"pid\":1}}}",
                                        "{\"error\":{\"code\":\"%s\"}}".formatted(code))))
                .isEqualTo(heard);
    }

    private static Heard command(String event, String last) throws IOException {
        return ask(
                (_, out) ->
                        RawServer.answer(
                                out,
                                200,
                                "",
                                Streams.joined(Streams.message(event), Streams.end(last))),
                (probes, _) -> probes.command(WAY, LIMIT));
    }

    @ParameterizedTest
    @CsvSource({
        "502, GONE,   Absent",
        "502, CLOSED, Unwell",
        "502, plain,  Silent",
        "503, plain,  Silent",
        "504, plain,  Silent",
        "429, plain,  Silent",
        "401, plain,  Unwell",
        "404, plain,  Unwell",
        "500, plain,  Unwell",
    })
    void whoever_answers_instead_of_the_daemon_is_heard(int status, String body, String heard)
            throws IOException {
        var text =
                switch (body) {
                    case "GONE" -> GONE;
                    case "CLOSED" -> CLOSED;
                    default -> "bad gateway";
                };
        RawServer.Script script = (_, out) -> RawServer.answer(out, status, text);

        assertThat(name(ask(script, (probes, _) -> probes.command(WAY, LIMIT)))).isEqualTo(heard);
        assertThat(name(ask(script, (probes, _) -> probes.health(WAY, LIMIT)))).isEqualTo(heard);
    }

    @Test
    void a_reset_and_a_silence_are_silent_within_the_limit() throws IOException {
        RawServer.Script reset = (asked, _) -> asked.reset();
        RawServer.Script silence = (_, _) -> {};
        for (var script : new RawServer.Script[] {reset, silence}) {
            var start = System.nanoTime();
            assertThat(name(ask(script, (probes, _) -> probes.command(WAY, LIMIT))))
                    .isEqualTo("Silent");
            assertThat(name(ask(script, (probes, _) -> probes.health(WAY, LIMIT))))
                    .isEqualTo("Silent");
            assertThat(name(ask(script, (probes, _) -> probes.look(BOX, LIMIT))))
                    .isEqualTo("Silent");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    void one_request_runs_a_command_that_does_nothing_with_the_way_s_token() throws IOException {
        ask(
                (_, out) ->
                        RawServer.answer(
                                out, 200, "", Streams.joined(Streams.exited(0), Streams.end("{}"))),
                (probes, server) -> {
                    assertThat(probes.command(WAY, LIMIT)).isEqualTo(new Heard.Fine());
                    assertThat(server.asked()).hasSize(1);
                    var asked = server.asked().getFirst();
                    assertThat(asked.headers())
                            .containsEntry("x-access-token", "tok")
                            .containsEntry("e2b-sandbox-id", "box1");
                    assertThat(asked.body()).endsWith("\"args\":[\"-c\",\":\"]}}");
                    return true;
                });
    }
}
