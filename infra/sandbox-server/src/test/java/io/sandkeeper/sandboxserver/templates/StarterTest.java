package io.sandkeeper.sandboxserver.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sandkeeper.sandboxserver.ScriptedServer;
import io.sandkeeper.sandboxserver.ScriptedServer.Peer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The starters, laid into a folder as a sandbox's home and started as a sandbox starts them. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(20)
class StarterTest {
    private static final Path TEMPLATES = templates();

    @TempDir Path home;

    private final List<Process> started = new ArrayList<>();

    private static Path templates() {
        URL url = StarterTest.class.getResource("/templates");
        return Path.of(Objects.requireNonNull(url).getPath());
    }

    @BeforeAll
    static void needsPerl() {
        boolean there =
                List.of(System.getenv("PATH").split(":")).stream()
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "perl")));
        assumeTrue(there, "skipped: the previews need perl");
    }

    @AfterEach
    void stop() {
        started.forEach(
                process -> {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                });
    }

    @ParameterizedTest
    @CsvSource({
        "nextjs, app/page.tsx, <h1>Welcome to Next.js</h1>, Welcome to, Goodbye to, <h1>Goodbye to Next.js</h1>",
        "react, src/App.jsx, <button>count is 0</button>, count is, clicks:, <button>clicks: 0</button>",
        "vue, src/App.vue, <button type=\"button\">count is 0</button>, count is, clicks:, <button type=\"button\">clicks: 0</button>",
        "svelte, src/App.svelte, <button>count is 0</button>, count is, clicks:, <button>clicks: 0</button>",
        "angular, src/app/app.html, '<h1>Hello, angular-starter</h1>', 'Hello,', Bye, <h1>Bye angular-starter</h1>"
    })
    void a_starter_shows_its_project_and_reloads_it_when_it_changes(
            String id, String file, String shown, String from, String to, String shownThen)
            throws Exception {
        int port = start(id);

        assertThat(get(port, "/")).contains(shown).contains("new EventSource(");
        assertThat(get(port, "/mark.svg")).contains("image/svg+xml", "<svg");

        var events = ScriptedServer.connect(port);
        events.say("GET /__preview/events HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(events.readThrough(": hello\n\n")).contains("text/event-stream");
        var source = home.resolve("project").resolve(file);
        Files.writeString(source, Files.readString(source).replace(from, to));

        assertThat(events.readThrough("data: 1\n\n")).contains("event: change");
        assertThat(get(port, "/")).contains(shownThen);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/.preview/serve.pl", "/../.preview/serve.pl", "/%2e%2e/.preview/serve.pl"})
    void a_preview_shows_nothing_outside_its_project(String path) throws Exception {
        assertThat(get(start("react"), path)).doesNotContain("#!/usr/bin/perl");
    }

    @Test
    void a_preview_survives_rubbish_and_clients_that_leave() throws Exception {
        int port = start("react");
        for (var rubbish : List.of("\0\1\2\r\n\r\n", "GET\r\n\r\n", "POST / HTTP/1.1\r\n\r\n")) {
            var client = ScriptedServer.connect(port);
            client.say(rubbish);
            assertThat(client.head()).startsWith("HTTP/1.1 4");
        }
        for (int i = 0; i < 20; i++) {
            try (var client = ScriptedServer.connect(port).socket()) {
                client.getOutputStream()
                        .write(
                                "GET /__preview/events HTTP/1.1\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII));
            }
        }
        assertThat(get(port, "/")).contains("Vite + React");
    }

    @Test
    void the_slow_one_waits_as_long_as_it_is_told() throws Exception {
        assertThat(description("slow").path("startCommand").asString())
                .startsWith("sleep \"${SLOW_SECONDS:-5}\";");
        assertThat(get(start("slow"), "/")).contains("Slow, but here");
    }

    @Test
    void the_broken_one_ends_with_an_error() throws Exception {
        lay("broken");
        var process = shell(description("broken").path("startCommand").asString());

        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(127);
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("next: not found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"base", "nextjs", "react", "vue", "angular", "svelte", "slow", "broken"})
    void every_template_describes_itself(String id) throws Exception {
        var description = description(id);

        assertThat(description.path("description").asString()).endsWith(".");
        assertThat(description.has("startCommand")).isEqualTo(description.has("previewPort"));
        for (var layer : description.path("layers")) {
            assertThat(TEMPLATES.resolve("_layers").resolve(layer.asString())).isDirectory();
        }
    }

    /** Starts on a free port instead of the template's own. */
    private int start(String id) throws Exception {
        lay(id);
        int port = freePort();
        var description = description(id);
        var own = description.path("previewPort").asString();
        var process = shell(description.path("startCommand").asString().replace(own, "" + port));
        var line = process.inputReader().readLine();
        assertThat(line).isEqualTo("ready on http://localhost:" + port);
        return port;
    }

    private Process shell(String command) throws IOException {
        var builder = new ProcessBuilder("sh", "-c", command);
        builder.directory(home.resolve("project").toFile());
        builder.environment().put("HOME", home.toString());
        builder.environment().put("SLOW_SECONDS", "0");
        var process = builder.start();
        started.add(process);
        return process;
    }

    /** Below those that the system gives to outgoing connections: none of them takes it first. */
    private static int freePort() {
        while (true) {
            var port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // Another one, then.
            }
        }
    }

    private static JsonNode description(String id) throws IOException {
        return JsonMapper.shared()
                .readTree(Files.readString(TEMPLATES.resolve(id).resolve("template.json")));
    }

    private void lay(String id) throws IOException {
        for (var layer : description(id).path("layers")) {
            copy(TEMPLATES.resolve("_layers").resolve(layer.asString()));
        }
        copy(TEMPLATES.resolve(id).resolve("files"));
    }

    private void copy(Path layer) throws IOException {
        var from = layer.resolve("home/user");
        Files.walkFileTree(
                from,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        var to = home.resolve(from.relativize(file).toString());
                        Files.createDirectories(to.getParent());
                        Files.copy(file, to);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    private static String get(int port, String path) throws IOException {
        Peer client = ScriptedServer.connect(port);
        client.say("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
        return client.readAll();
    }
}
