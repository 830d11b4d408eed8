package io.sandkeeper.worker.provider.e2b;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.sandboxserver.Options;
import io.sandkeeper.sandboxserver.SandboxServer;
import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Provider.Made;
import io.sandkeeper.worker.provider.Provider.Order;
import io.sandkeeper.worker.provider.Provider.Seen;
import io.sandkeeper.worker.session.Failure;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What a real server's faults look like from here, and what is true behind them. */
final class SandboxServerFaultsTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir private static Path data;
    private static SandboxServer server;
    private static E2bProvider provider;
    private static HttpClient switchboard;

    private final Map<String, String> metadata = Map.of("test", UUID.randomUUID().toString());

    @BeforeAll
    static void start() throws IOException {
        server = SandboxServer.start(Options.usual().withPort(0).withData(data).withFaults());
        provider =
                new E2bProvider(
                        E2bSettings.of(server.uri(), new ApiKey(server.apiKey()))
                                .withSandboxUrl(server.uri())
                                .withTimes(Duration.ofSeconds(1), Duration.ofSeconds(2)),
                        InstantSource.system());
        switchboard = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        switchboard.shutdownNow();
        provider.close();
        server.close();
    }

    @AfterEach
    void calm_down() throws Exception {
        ask("DELETE", "");
        for (var seen : found()) {
            provider.kill(seen.sandbox());
        }
    }

    @ParameterizedTest
    @CsvSource({
        // kind, what a create hears, how many there are
        "drop-before,  Unknown,   0",
        "drop-after,   Unknown,   1",
        "dark,         Unknown,   0",
        "rate-limited, Limited,   0",
        "at-capacity,  Limited,   0",
        "error-500,    Transient, 0",
        "error-503,    Transient, 0",
        "error-504,    Unknown,   0",
    })
    void a_create_hears(String kind, String heard, int there) throws Exception {
        fault("create", kind);

        var answer = provider.create(order());

        assertThat(Orders.failure(answer).getClass().getSimpleName()).isEqualTo(heard);
        assertThat(found()).hasSize(there);
    }

    @Test
    void only_too_many_requests_say_how_long_to_wait() throws Exception {
        fault("create", "rate-limited");
        var tooFast = Orders.failure(provider.create(order()));
        fault("create", "at-capacity");
        var tooMany = Orders.failure(provider.create(order()));

        assertThat(tooFast)
                .isInstanceOfSatisfying(
                        Failure.Limited.class,
                        limited ->
                                assertThat(limited.retryAfter()).contains(Duration.ofSeconds(7)));
        assertThat(tooMany)
                .isInstanceOfSatisfying(
                        Failure.Limited.class,
                        limited -> assertThat(limited.retryAfter()).isEqualTo(Optional.empty()));
    }

    @Test
    void a_create_that_takes_too_long_is_done_all_the_same() throws Exception {
        fault("create", "latency");

        var answer = provider.create(order());

        assertThat(Orders.failure(answer)).isInstanceOf(Failure.Unknown.class);
        var until = System.nanoTime() + LIMIT.toNanos();
        while (found().isEmpty() && System.nanoTime() < until) {
            // Each look is a call to the server, which takes its time.
        }
        assertThat(found()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"drop-before", "drop-after", "error-500", "error-503", "error-504", "dark"})
    void a_kill_may_be_tried_again_until_it_is_absent(String kind) throws Exception {
        var made = make();
        fault("kill", kind);

        var first = provider.kill(made.sandbox());
        ask("DELETE", "");
        provider.kill(made.sandbox());

        assertThat(Orders.failure(first)).isInstanceOf(Failure.Transient.class);
        assertThat(provider.kill(made.sandbox())).isInstanceOf(Answer.Absent.class);
    }

    @Test
    void a_listing_that_breaks_is_none() throws Exception {
        make();
        fault("list", "error-503");

        assertThat(Orders.failure(provider.find(metadata))).isInstanceOf(Failure.Transient.class);
    }

    @Test
    void a_zombie_fails_its_first_command() throws Exception {
        fault("create", "zombie");
        var zombie = make();

        var answer = provider.daemon(zombie).run("true", Map.of(), LIMIT);

        assertThat(Orders.failure(answer))
                .isEqualTo(new Failure.Transient("POST /process.Process/Start: stopped: internal"));
    }

    @Test
    void a_sandbox_that_died_after_the_answer_is_absent() throws Exception {
        fault("create", "kill");
        var dead = make();

        assertThat(provider.daemon(dead).run("true", Map.of(), LIMIT))
                .isInstanceOf(Answer.Absent.class);
        assertThat(provider.look(dead.sandbox())).isInstanceOf(Answer.Absent.class);
    }

    @Test
    void a_command_whose_stream_breaks_may_be_tried_again() throws Exception {
        var made = make();
        fault("envd.process.Start", "drop-before");

        assertThat(Orders.failure(provider.daemon(made).run("true", Map.of(), LIMIT)))
                .isInstanceOf(Failure.Transient.class);
    }

    @Test
    void another_key_is_refused_everywhere() throws Exception {
        try (var stranger =
                new E2bProvider(
                        E2bSettings.of(server.uri(), new ApiKey("e2b_ffff")),
                        InstantSource.system())) {
            assertThat(Orders.failure(stranger.create(order())))
                    .isInstanceOf(Failure.KeyRefused.class);
            assertThat(Orders.failure(stranger.find(metadata)))
                    .isInstanceOf(Failure.KeyRefused.class);
        }
    }

    private Made make() {
        if (provider.create(order()) instanceof Answer.Done<Made>(var made)) {
            return made;
        }
        throw new AssertionError("not made");
    }

    private List<Seen> found() {
        if (provider.find(metadata) instanceof Answer.Done<List<Seen>>(var found)) {
            return found;
        }
        throw new AssertionError("not found");
    }

    private Order order() {
        return new Order(
                "base",
                Duration.ofMinutes(30),
                metadata,
                Map.of(),
                UUID.randomUUID().toString().replace("-", ""),
                true);
    }

    /** The next call of the operation goes wrong; a delay is longer than our patience. */
    private static void fault(String operation, String kind) throws Exception {
        var delay = kind.equals("latency") ? 2500 : 0;
        ask(
                "PUT",
                "{\"seed\":1,\"rules\":[{\"operation\":\"%s\",\"kind\":\"%s\",\"times\":1,\"latencyMs\":%d,\"retryAfter\":7}]}"
                        .formatted(operation, kind, delay));
    }

    private static void ask(String method, String body) throws Exception {
        var request =
                HttpRequest.newBuilder(server.uri().resolve("/_faults"))
                        .method(method, BodyPublishers.ofString(body))
                        .header("X-API-Key", server.apiKey())
                        .build();
        var status = switchboard.send(request, BodyHandlers.discarding()).statusCode();
        assertThat(status).isBetween(200, 299);
    }
}
