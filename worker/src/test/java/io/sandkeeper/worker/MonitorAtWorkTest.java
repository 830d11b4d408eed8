package io.sandkeeper.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sandkeeper.sandboxserver.Options;
import io.sandkeeper.sandboxserver.SandboxServer;
import io.sandkeeper.worker.door.Door;
import io.sandkeeper.worker.monitor.Monitor;
import io.sandkeeper.worker.monitor.MonitorRules;
import io.sandkeeper.worker.monitor.Site;
import io.sandkeeper.worker.platform.News;
import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Provider.Made;
import io.sandkeeper.worker.provider.Provider.Order;
import io.sandkeeper.worker.provider.e2b.ApiKey;
import io.sandkeeper.worker.provider.e2b.E2bProvider;
import io.sandkeeper.worker.provider.e2b.E2bSettings;
import io.sandkeeper.worker.session.Health;
import io.sandkeeper.worker.session.Sandbox;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.session.Use;
import io.sandkeeper.worker.store.Bucket;
import io.sandkeeper.worker.store.InMemoryCensus;
import io.sandkeeper.worker.store.InMemorySessionStore;
import io.sandkeeper.worker.store.Records;
import io.sandkeeper.worker.store.Sessions;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a monitor concludes about real sandboxes whose server has faults. */
@Timeout(120)
final class MonitorAtWorkTest {
    private static final Set<Integer> EVERY_BUCKET =
            IntStream.range(0, Bucket.COUNT).boxed().collect(Collectors.toSet());

    @TempDir private Path data;
    private final InMemorySessionStore store = new InMemorySessionStore(Duration.ofDays(1));
    private final LinkedBlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<News> news = new LinkedBlockingQueue<>();
    private SandboxServer server;
    private E2bProvider provider;
    private Monitor monitor;
    private HttpClient switchboard;

    private record Told(String session, Health health, String evidence) {}

    @BeforeEach
    void start() throws Exception {
        server = SandboxServer.start(Options.usual().withPort(0).withData(data).withFaults());
        provider =
                new E2bProvider(
                        E2bSettings.of(server.uri(), new ApiKey(server.apiKey()))
                                .withSandboxUrl(server.uri())
                                .withDomain(server.domain())
                                .withTimes(Duration.ofSeconds(1), Duration.ofSeconds(10)),
                        InstantSource.system());
        monitor =
                new Monitor(
                        List.of(new Site("e2b", Optional.empty(), provider.probes())),
                        new Monitor.Known(store, new InMemoryCensus(store)),
                        new Monitor.Ways(new Remembering(), news::add),
                        new MonitorRules(
                                true,
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(1),
                                50,
                                Set.of()),
                        new SimpleMeterRegistry(),
                        InstantSource.system());
        switchboard = HttpClient.newHttpClient();
    }

    @AfterEach
    void stop() {
        monitor.close();
        switchboard.shutdownNow();
        provider.close();
        server.close();
    }

    private final class Remembering implements Door {
        @Override
        public CompletableFuture<Void> pass(SessionId session, Signal signal) {
            throw new UnsupportedOperationException("nobody sends it again");
        }

        @Override
        public void insist(SessionId session, Signal signal) {
            var seen = (Signal.HealthSeen) signal;
            told.add(new Told(session.value(), seen.health(), seen.evidence()));
        }

        @Override
        public void remind(SessionId session, Signal signal) {
            throw new UnsupportedOperationException("nobody sends it again");
        }
    }

    private SandboxId running(String session, Optional<Integer> port) {
        var order =
                new Order(
                        "base",
                        Duration.ofMinutes(30),
                        Map.of("session", session),
                        Map.of(),
                        UUID.randomUUID().toString().replace("-", ""),
                        true);
        if (!(provider.create(order) instanceof Answer.Done<Made>(var made))) {
            throw new AssertionError("not made");
        }
        var box = new Sandbox(made.sandbox(), 1, "base", Optional.empty(), Sessions.NOW, 0);
        var one = Sessions.fresh(session);
        var profile = Records.with(one.profile(), "region", Optional.empty());
        profile = Records.with(profile, "previewPort", port);
        one = Records.with(one, "profile", Records.with(profile, "healthEvery", Optional.empty()));
        one =
                Records.with(
                        Sessions.used(one, new Use(Instant.EPOCH, Instant.EPOCH)),
                        "generation",
                        1L);
        var running = (State.Running) one.state();
        store.write(
                List.of(Sessions.touch(Sessions.to(one, Records.with(running, "sandbox", box)))));
        return made.sandbox();
    }

    private Told next() throws InterruptedException {
        var next = told.poll(60, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing was told");
        }
        return next;
    }

    /** The first thing that is not "well". */
    private Told nextIll() throws InterruptedException {
        var next = next();
        while (next.health() == Health.HEALTHY) {
            next = next();
        }
        return next;
    }

    private void faults(String rules) throws Exception {
        var request =
                HttpRequest.newBuilder(server.uri().resolve("/_faults"))
                        .method(
                                "PUT",
                                BodyPublishers.ofString("{\"seed\":1,\"rules\":[" + rules + "]}"))
                        .header("X-API-Key", server.apiKey())
                        .build();
        assertThat(switchboard.send(request, BodyHandlers.discarding()).statusCode())
                .isBetween(200, 299);
    }

    private static String rule(String operation, String kind, int times) {
        return "{\"operation\":\"%s\",\"kind\":\"%s\",\"times\":%d,\"latencyMs\":1500}"
                .formatted(operation, kind, times);
    }

    @Test
    void one_that_is_well_is_told_to_be_so_once() throws Exception {
        running("s", Optional.empty());
        monitor.start(() -> EVERY_BUCKET);

        assertThat(next()).isEqualTo(new Told("s", Health.HEALTHY, "a command succeeded"));
        assertThat(told.poll(5, TimeUnit.SECONDS)).isNull();
    }

    @Test
    void a_preview_that_nobody_serves_is_a_remark() throws Exception {
        running("s", Optional.of(3000));
        monitor.start(() -> EVERY_BUCKET);

        assertThat(next())
                .isEqualTo(
                        new Told(
                                "s",
                                Health.HEALTHY,
                                "a command succeeded; its preview does not answer: port 3000: 502"));
    }

    @Test
    void one_that_was_killed_has_expired() throws Exception {
        var box = running("s", Optional.empty());
        monitor.start(() -> EVERY_BUCKET);
        next();

        provider.kill(box);

        var ill = nextIll();
        assertThat(ill.health()).isEqualTo(Health.EXPIRED);
        assertThat(ill.evidence()).startsWith("GET /sandboxes/{id}: 404");
    }

    @Test
    void one_that_answers_and_runs_nothing_is_broken() throws Exception {
        faults(rule("create", "zombie", 1));
        running("s", Optional.empty());

        monitor.start(() -> EVERY_BUCKET);

        var ill = nextIll();
        assertThat(ill.health()).isEqualTo(Health.ERROR);
        assertThat(ill.evidence()).contains("the control plane says it runs");
    }

    @Test
    void one_that_takes_too_long_is_not_reached_and_then_well_again() throws Exception {
        running("s", Optional.empty());
        monitor.start(() -> EVERY_BUCKET);
        next();

        faults(rule("envd.process.Start", "latency", 1_000_000));
        assertThat(nextIll().health()).isEqualTo(Health.UNREACHABLE);
        faults("");

        var next = next();
        while (next.health() == Health.UNREACHABLE) {
            next = next();
        }
        assertThat(next.health()).isEqualTo(Health.HEALTHY);
    }

    @Test
    void one_hiccup_is_nothing() throws Exception {
        running("s", Optional.empty());
        monitor.start(() -> EVERY_BUCKET);
        next();

        faults(
                rule("envd.process.Start", "drop-before", 1)
                        + ','
                        + rule("envd.process.Start", "error-503", 1));

        assertThat(told.poll(6, TimeUnit.SECONDS)).isNull();
    }

    @Test
    void a_region_that_goes_dark_gives_nobody_up_and_comes_back() throws Exception {
        var boxes =
                IntStream.range(0, 12).mapToObj(i -> running("s-" + i, Optional.empty())).toList();
        monitor.start(() -> EVERY_BUCKET);
        for (int i = 0; i < 12; i++) {
            assertThat(next().health()).isEqualTo(Health.HEALTHY);
        }

        faults(rule("*", "dark", 1_000_000));
        var down = (News.RegionChanged) news.poll(30, TimeUnit.SECONDS);
        assertThat(down.condition()).isEqualTo(News.Condition.DOWN);
        assertThat(told.poll(10, TimeUnit.SECONDS)).isNull();

        faults("");
        provider.kill(boxes.get(3));
        var up = (News.RegionChanged) news.poll(60, TimeUnit.SECONDS);
        assertThat(up.condition()).isEqualTo(News.Condition.UP);
        var ill = nextIll();
        assertThat(ill.session()).isEqualTo("s-3");
        assertThat(ill.health()).isEqualTo(Health.EXPIRED);
    }

    @Test
    void a_sleeping_one_is_not_woken() throws Exception {
        var box = running("s", Optional.empty());
        monitor.start(() -> EVERY_BUCKET);
        next();

        provider.pause(box);

        assertThat(told.poll(6, TimeUnit.SECONDS)).isNull();
        assertThat(provider.look(box).toString()).contains("PAUSED");
    }
}
