package io.sandkeeper.sandboxserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sandkeeper.sandboxserver.sandbox.FakeMachine;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

@DisplayName("The one port")
class FrontTest {
    private SandboxServer server;
    private Client client;
    private Path data;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        data = folder;
        var limits = new Options.Limits(100, Optional.of(50), Duration.ofHours(1), true);
        server =
                SandboxServer.start(
                        Options.usual().withPort(0).withData(data).withFaults().withLimits(limits),
                        _ -> new FakeMachine(),
                        new StubDaemon());
        client = new Client(server.uri(), server.apiKey());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    /** Says a whole request as it is; what comes back until the end. */
    private String raw(String... lines) throws IOException {
        URI uri = server.uri();
        try (var socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(10_000);
            String text = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            var heard = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(heard);
            return heard.toString(StandardCharsets.UTF_8);
        }
    }

    private String viaHeaders(String id, String path) throws IOException {
        return raw(
                "GET " + path + " HTTP/1.1",
                "Host: 127.0.0.1",
                "E2b-Sandbox-Id: " + id,
                "E2b-Sandbox-Port: 49983");
    }

    @Nested
    @DisplayName("finds a sandbox's daemon")
    class Finds {
        @Test
        @DisplayName("by headers, by host and by a signature")
        void everyWay() throws Exception {
            String created = client.post("/v2/sandboxes", "{\"templateID\":\"base\"}").text();
            String id = created.replaceAll(".*\"sandboxID\":\"(\\w+)\".*", "$1");
            String token = created.replaceAll(".*\"envdAccessToken\":\"(\\w+)\".*", "$1");

            assertThat(viaHeaders(id, "/health")).endsWith(id + " /health");
            assertThat(viaHeaders(id, "/regions/eu/envs")).endsWith(id + " /envs");
            assertThat(raw("GET /envs HTTP/1.1", "Host: 49983-" + id + ".localhost:3900"))
                    .endsWith(id + " /envs");
            assertThat(raw("GET /files?path=a&signature=" + token + " HTTP/1.1", "Host: localhost"))
                    .endsWith(id + " /files");
            assertThat(raw("GET /files?path=a&signature=wrong HTTP/1.1", "Host: localhost"))
                    .startsWith("HTTP/1.1 401");
        }

        @Test
        @DisplayName("and says 502 when it is gone or asleep")
        void says502() throws Exception {
            String id = client.create();
            client.post("/sandboxes/" + id + "/pause", "");

            for (String absent : List.of(id, "inosuchsandbox")) {
                assertThat(viaHeaders(absent, "/health"))
                        .startsWith("HTTP/1.1 502")
                        .contains("\"sandboxId\":\"" + absent + "\"")
                        .contains("\"message\":\"The sandbox was not found\"")
                        .contains("\"code\":502");
            }
        }

        @Test
        @DisplayName("and hides from outside what only the cloud may ask it")
        void hides() throws Exception {
            String id = client.create();

            assertThat(viaHeaders(id, "/init")).startsWith("HTTP/1.1 404");
            assertThat(viaHeaders(id, "/freeze")).startsWith("HTTP/1.1 404");
        }

        @Test
        @DisplayName("and says plainly what is wrong with the way")
        void saysWhatIsWrong() throws Exception {
            assertThat(raw("GET / HTTP/1.1", "Host: h", "E2b-Sandbox-Id: iabc"))
                    .startsWith("HTTP/1.1 400")
                    .contains("Content-Type: text/plain");
            assertThat(raw("GET / HTTP/1.1", "Host: 99999-iabc.localhost"))
                    .startsWith("HTTP/1.1 400");
            assertThat(raw("GET / HTTP/1.1", "Host: 80-a-b-c.localhost"))
                    .startsWith("HTTP/1.1 400");
            assertThat(raw("GET / HTTP/1.1", "Host: h", "E2b-Sandbox-Id: A", "E2b-Sandbox-Port: 1"))
                    .startsWith("HTTP/1.1 400");
        }
    }

    @Nested
    @DisplayName("wakes a sandbox by traffic")
    class Wakes {
        @Test
        @DisplayName("only for who may")
        void onlyForWhoMay() throws Exception {
            String created =
                    client.post(
                                    "/v2/sandboxes",
                                    "{\"templateID\":\"base\",\"autoPause\":true,\"autoResume\":{\"enabled\":true}}")
                            .text();
            String id = created.replaceAll(".*\"sandboxID\":\"(\\w+)\".*", "$1");
            String token = created.replaceAll(".*\"envdAccessToken\":\"(\\w+)\".*", "$1");
            client.post("/sandboxes/" + id + "/pause", "");

            assertThat(viaHeaders(id, "/health")).startsWith("HTTP/1.1 403");
            String woken =
                    raw(
                            "GET /health HTTP/1.1",
                            "Host: localhost",
                            "X-Access-Token: " + token,
                            "E2b-Sandbox-Id: " + id,
                            "E2b-Sandbox-Port: 49983");

            assertThat(woken).endsWith(id + " /health");
            assertThat(client.get("/sandboxes/" + id).json().path("state").asString())
                    .isEqualTo("running");
        }
    }

    @Test
    @DisplayName("lets any web page in")
    void cors() throws Exception {
        assertThat(
                        raw(
                                "OPTIONS /v2/sandboxes HTTP/1.1",
                                "Host: localhost",
                                "Origin: http://x",
                                "Access-Control-Request-Method: POST",
                                "Access-Control-Request-Headers: x-api-key"))
                .startsWith("HTTP/1.1 204")
                .contains(
                        "Access-Control-Allow-Origin: *",
                        "Access-Control-Allow-Headers: x-api-key");
        assertThat(client.get("/v2/sandboxes").header("Access-Control-Allow-Origin"))
                .isEqualTo("*");
    }

    @Test
    @DisplayName("limits creations per second and says when to come back")
    void limitsCreations() throws Exception {
        var statuses = new ArrayList<Integer>();
        Client.Reply reply = client.post("/v2/sandboxes", "{\"templateID\":\"nope\"}");
        assertThat(reply.header("RateLimit-Limit")).isEqualTo("50");
        assertThat(reply.header("RateLimit-Remaining")).isEqualTo("49");
        for (int i = 0; i < 200 && reply.status() != 429; i++) {
            reply = client.post("/v2/sandboxes", "{\"templateID\":\"nope\"}");
            statuses.add(reply.status());
        }

        assertThat(statuses).contains(404, 429);
        assertThat(reply.header("Retry-After")).isEqualTo("1");
        assertThat(reply.header("RateLimit-Remaining")).isEqualTo("0");
        assertThat(reply.header("RateLimit-Reset")).isEqualTo("1");
    }

    @Test
    @DisplayName("has a control plane for each region, with sandboxes of its own")
    void regions() throws Exception {
        try (Client europe = client.to(server.uri("eu"))) {
            String id = europe.create();

            assertThat(europe.get("/v2/sandboxes").json()).hasSize(1);
            assertThat(client.get("/v2/sandboxes").json()).isEmpty();
            assertThat(client.delete("/sandboxes/" + id).status()).isEqualTo(404);
            assertThat(viaHeaders(id, "/health")).startsWith("HTTP/1.1 200");
            assertThat(europe.delete("/sandboxes/" + id).status()).isEqualTo(204);
        }
    }

    @Nested
    @DisplayName("lets things go wrong on purpose:")
    class Faults {
        private static final String CREATE = "{\"templateID\":\"base\"}";

        private void rules(String rules) throws Exception {
            Client.Reply reply =
                    client.send("PUT", "/_faults", "{\"seed\":7,\"rules\":[" + rules + "]}");
            assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        }

        private String create() throws Exception {
            return client.post("/v2/sandboxes", CREATE).problem();
        }

        @Test
        @DisplayName("statuses, as often as asked")
        void statuses() throws Exception {
            rules(
                    """
                    {"operation":"create","kind":"rate-limited","retryAfter":3,"times":1},
                    {"operation":"create","kind":"at-capacity","times":1},
                    {"operation":"create","kind":"error-500","times":1},
                    {"operation":"create","kind":"error-503","times":1},
                    {"operation":"create","kind":"error-504","times":1}
                    """);

            Client.Reply limited = client.post("/v2/sandboxes", CREATE);
            assertThat(limited.problem()).startsWith("429 429 ");
            assertThat(limited.header("Retry-After")).isEqualTo("3");
        }

        @Test
        @DisplayName("a lost answer, with the work done")
        void losesAnswers() throws Exception {
            rules("{\"operation\":\"create\",\"kind\":\"drop-after\",\"times\":1}");

            assertThatThrownBy(() -> client.post("/v2/sandboxes", CREATE))
                    .isInstanceOf(IOException.class);

            assertThat(client.get("/v2/sandboxes").json()).hasSize(1);
        }

        @Test
        @DisplayName("a broken connection, with nothing done")
        void dropsBefore() throws Exception {
            rules("{\"operation\":\"create\",\"kind\":\"drop-before\",\"times\":1}");

            assertThatThrownBy(() -> client.post("/v2/sandboxes", CREATE))
                    .isInstanceOf(IOException.class);

            assertThat(client.get("/v2/sandboxes").json()).isEmpty();
        }

        @Test
        @DisplayName("a dark region, and only that one")
        void darkRegion() throws Exception {
            try (Client europe = client.to(server.uri("eu"))) {
                String id = europe.create();
                rules("{\"operation\":\"*\",\"region\":\"eu\",\"kind\":\"dark\"}");

                assertThatThrownBy(() -> europe.get("/v2/sandboxes"))
                        .isInstanceOf(IOException.class);
                assertThatThrownBy(() -> viaHeaders(id, "/health")).isInstanceOf(IOException.class);
                assertThat(client.get("/v2/sandboxes").status()).isEqualTo(200);
            }
        }

        @Test
        @DisplayName("a sandbox that dies silently")
        void killsSilently() throws Exception {
            rules("{\"operation\":\"create\",\"kind\":\"kill\"}");

            String id = client.create();

            assertThat(client.get("/sandboxes/" + id).status()).isEqualTo(404);
            assertThat(client.get("/events/sandboxes").json()).hasSize(1);
        }

        @Test
        @DisplayName("a file with other bytes")
        void corrupts() throws Exception {
            String id = client.create();
            Path home = data.resolve("sandboxes").resolve(id).resolve("home/user");
            Files.writeString(home.resolve("a.txt"), "as it was");
            Map<Path, FileTime> times = times(home);
            Map<Path, String> before = contents(home);
            rules("{\"operation\":\"get\",\"kind\":\"corrupt\",\"times\":1}");

            assertThat(client.get("/sandboxes/" + id).status()).isEqualTo(200);

            Map<Path, String> after = contents(home);
            assertThat(after).hasSameSizeAs(before);
            assertThat(after.entrySet().stream().filter(e -> !before.containsValue(e.getValue())))
                    .hasSize(1);
            assertThat(times(home)).isEqualTo(times);
        }

        @Test
        @DisplayName("a file that is lost, in silence")
        void loses() throws Exception {
            String id = client.create();
            Path home = data.resolve("sandboxes").resolve(id).resolve("home/user");
            Path folder = Files.createDirectories(home.resolve("folder"));
            Files.writeString(folder.resolve("one.txt"), "one");
            Files.writeString(folder.resolve("two.txt"), "two");
            Map<Path, FileTime> before = times(home);
            rules("{\"operation\":\"get\",\"kind\":\"lose\",\"times\":1}");

            assertThat(client.get("/sandboxes/" + id).status()).isEqualTo(200);

            Map<Path, FileTime> after = times(home);
            assertThat(after).hasSize(before.size() - 1);
            assertThat(before).containsAllEntriesOf(after).containsKey(folder);
        }

        private Map<Path, FileTime> times(Path folder) throws IOException {
            var times = new TreeMap<Path, FileTime>();
            try (Stream<Path> tree = Files.walk(folder)) {
                for (Path path : tree.toList()) {
                    times.put(path, Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS));
                }
            }
            return times;
        }

        private Map<Path, String> contents(Path folder) throws IOException {
            var contents = new TreeMap<Path, String>();
            try (Stream<Path> tree = Files.walk(folder)) {
                for (Path file : tree.filter(Files::isRegularFile).toList()) {
                    contents.put(file, Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
            return contents;
        }

        @Test
        @DisplayName("a zombie that runs no command")
        void zombies() throws Exception {
            rules("{\"operation\":\"create\",\"kind\":\"zombie\",\"times\":1}");
            String zombie = client.create();
            String sound = client.create();

            assertThat(viaHeaders(zombie, "/health")).startsWith("HTTP/1.1 200");
            assertThat(viaHeaders(zombie, "/process.Process/Start"))
                    .startsWith("HTTP/1.1 500")
                    .contains("\"code\":\"internal\"");
            assertThat(viaHeaders(sound, "/process.Process/Start")).startsWith("HTTP/1.1 200");
        }

        @Test
        @DisplayName("the same calls again for the same seed")
        void repeats() throws Exception {
            assertThat(fates(42)).isEqualTo(fates(42)).isNotEqualTo(fates(43)).contains(200, 503);
        }

        private List<Integer> fates(int seed) throws Exception {
            client.send(
                    "PUT",
                    "/_faults",
                    "{\"seed\":%d,\"rules\":[{\"operation\":\"list\",\"kind\":\"error-503\",\"probability\":0.5}]}"
                            .formatted(seed));
            var statuses = new ArrayList<Integer>();
            for (int i = 0; i < 24; i++) {
                statuses.add(client.get("/v2/sandboxes").status());
            }
            return statuses;
        }

        @Test
        @DisplayName("counted, and over when closed")
        void counts() throws Exception {
            rules("{\"operation\":\"li*\",\"kind\":\"error-500\",\"latencyMs\":1}");
            client.get("/v2/sandboxes");
            assertThat(client.get("/_faults").json().path("rules").get(0).path("hits").asInt())
                    .isEqualTo(1);
            client.delete("/_faults");
            client.get("/v2/sandboxes");

            var counts = client.get("/_faults/counters").json().path("").path("list");

            assertThat(counts.path("calls").asInt()).isEqualTo(2);
            assertThat(counts.path("faults").asInt()).isEqualTo(1);
            client.delete("/_faults/counters");
            assertThat(client.get("/_faults/counters").json()).isEmpty();
        }

        @Test
        @DisplayName("but not for strangers, and not what it does not know")
        void refuses() throws Exception {
            try (var stranger = new Client(server.uri(), "e2b_00")) {
                assertThat(stranger.get("/_faults").status()).isEqualTo(401);
            }
            assertThat(
                            client.send("PUT", "/_faults", "{\"rules\":[{\"kind\":\"fire\"}]}")
                                    .problem())
                    .isEqualTo("400 400 unknown kind: fire");
            assertThat(create()).startsWith("201");
        }
    }
}
