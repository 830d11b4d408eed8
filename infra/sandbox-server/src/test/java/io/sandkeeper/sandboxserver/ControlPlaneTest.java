package io.sandkeeper.sandboxserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.sandboxserver.sandbox.FakeMachine;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

@DisplayName("The control plane")
class ControlPlaneTest {
    private static final String NOWHERE = "/sandboxes/inosuchsandbox";

    private SandboxServer server;
    private Client client;

    @BeforeEach
    void start(@TempDir Path data) throws Exception {
        var limits = new Options.Limits(3, Optional.empty(), Duration.ofHours(1), true);
        server =
                SandboxServer.start(
                        Options.usual().withPort(0).withData(data).withLimits(limits),
                        _ -> new FakeMachine(),
                        new StubDaemon());
        client = new Client(server.uri(), server.apiKey());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private String state(String id) throws Exception {
        return client.get("/sandboxes/" + id).json().path("state").asString();
    }

    private static String unknown(String id) {
        return "404 404 Sandbox \"" + id + "\" doesn't exist or you don't have access to it";
    }

    @Nested
    @DisplayName("asks for its key")
    class Keys {
        @Test
        @DisplayName("and answers 401 without the right one, except for its health")
        void answers401() throws Exception {
            try (var stranger = new Client(server.uri(), "e2b_00")) {
                assertThat(stranger.get("/v2/sandboxes").problem()).startsWith("401 401 ");
                assertThat(stranger.get("/health").status()).isEqualTo(200);
            }
        }
    }

    @Nested
    @DisplayName("creates")
    class Creates {
        @ParameterizedTest
        @CsvSource({"/v2/sandboxes,300", "/sandboxes,15"})
        @DisplayName("with the version's own default timeout, and always issues a token")
        void creates(String path, long timeout) throws Exception {
            Client.Reply reply = client.post(path, "{\"templateID\":\"base\"}");

            assertThat(reply.status()).isEqualTo(201);
            JsonNode sandbox = reply.json();
            assertThat(sandbox.path("templateID").asString()).isEqualTo("base");
            assertThat(sandbox.path("sandboxID").asString()).matches("i[a-z0-9]{20}");
            assertThat(sandbox.path("clientID").asString()).isEqualTo("6532622b");
            assertThat(sandbox.path("envdAccessToken").asString()).hasSize(32);
            assertThat(sandbox.path("envdVersion").asString()).isEqualTo("0.6.4");
            assertThat(sandbox.path("domain").asString()).isEqualTo(server.domain());
            assertThat(sandbox.has("trafficAccessToken")).isFalse();
            JsonNode seen = client.get("/sandboxes/" + sandbox.path("sandboxID").asString()).json();
            assertThat(
                            Duration.between(
                                    Instant.parse(seen.path("startedAt").asString()),
                                    Instant.parse(seen.path("endAt").asString())))
                    .isEqualTo(Duration.ofSeconds(timeout));
        }

        @Test
        @DisplayName("what was asked for, and shows it")
        void showsWhatWasAskedFor() throws Exception {
            String id =
                    client.create(
                            """
                            {"templateID":"base","timeout":60,"metadata":{"a":"b"},"autoPause":true,
                             "autoResume":{"enabled":true},"allow_internet_access":false,
                             "network":{"allowPublicTraffic":false,"allowOut":["example.com"],"denyOut":["0.0.0.0/0"]},
                             "somethingNew":[1]}
                            """);

            JsonNode seen = client.get("/sandboxes/" + id).json();

            assertThat(seen.path("state").asString()).isEqualTo("running");
            assertThat(seen.path("metadata").path("a").asString()).isEqualTo("b");
            assertThat(seen.path("lifecycle").path("onTimeout").asString()).isEqualTo("pause");
            assertThat(seen.path("lifecycle").path("autoResume").asBoolean()).isTrue();
            assertThat(seen.path("allowInternetAccess").asBoolean()).isFalse();
            assertThat(seen.path("network").path("allowOut").get(0).asString())
                    .isEqualTo("example.com");
            assertThat(seen.path("memoryMB").asInt()).isGreaterThanOrEqualTo(128);
            assertThat(
                            client.post("/v2/sandboxes/" + id + "/connect", "{}")
                                    .json()
                                    .path("trafficAccessToken")
                                    .asString())
                    .hasSize(32);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "not json",
                    "[]",
                    "{}",
                    "{\"templateID\":7}",
                    "{\"templateID\":\"base\",\"timeout\":\"60\"}",
                    "{\"templateID\":\"base\",\"timeout\":1.5}",
                    "{\"templateID\":\"base\",\"metadata\":{\"a\":1}}",
                    "{\"templateID\":\"base\",\"metadata\":[]}",
                    "{\"templateID\":\"base\",\"envVars\":\"A=b\"}",
                    "{\"templateID\":\"base\",\"autoPause\":\"yes\"}",
                    "{\"templateID\":\"base\"} trailing",
                    "{\"templateID\":\"base\",\"network\":{\"allowOut\":\"x\"}}"
                })
        @DisplayName("nothing from a body that breaks the schema")
        void validates(String body) throws Exception {
            assertThat(client.post("/v2/sandboxes", body).problem())
                    .startsWith("400 400 validation error: ");
            assertThat(client.get("/v2/sandboxes").json()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{\"timeout\":0}|Timeout must be greater than 0",
                    "{\"timeout\":-5}|Timeout must be greater than 0",
                    "{\"timeout\":3601}|Timeout cannot be greater than 1 hours",
                    "{\"autoPauseMemory\":false}|autoPauseMemory can be false only together with autoPause",
                    "{\"autoPause\":true,\"autoPauseMemory\":false,\"autoResume\":{\"enabled\":true}}|autoResume is not possible when a pause keeps the file system only",
                    "{\"envVars\":{\"A=B\":\"c\"}}|Invalid environment variable: A=B",
                    "{\"network\":{\"denyOut\":[\"example.com\"]}}|invalid denied IP or CIDR: example.com",
                    "{\"network\":{\"allowOut\":[\"example.com\"]}}|When specifying allowed domains in allow out, you must include 'ALL_TRAFFIC' in deny out to block all other traffic."
                })
        @DisplayName("nothing that makes no sense")
        void refusesNonsense(String part, String message) throws Exception {
            String body = "{\"templateID\":\"base\"," + part.substring(1);

            assertThat(client.post("/v2/sandboxes", body).problem())
                    .isEqualTo("400 400 " + message);
        }

        @Test
        @DisplayName("nothing from a template that is not there")
        void unknownTemplate() throws Exception {
            assertThat(client.post("/v2/sandboxes", "{\"templateID\":\"nope\"}").problem())
                    .isEqualTo("404 404 template 'nope' not found");
        }

        @Test
        @DisplayName("no more than may run at once, and then says so without Retry-After")
        void concurrency() throws Exception {
            for (int i = 0; i < 3; i++) {
                client.create();
            }

            Client.Reply reply = client.post("/v2/sandboxes", "{\"templateID\":\"base\"}");

            assertThat(reply.problem())
                    .startsWith(
                            "429 429 you have reached the maximum number of concurrent E2B sandboxes (3).");
            assertThat(reply.headers().firstValue("Retry-After")).isEmpty();
        }

        @Test
        @DisplayName("nothing from a body that is too large")
        void tooLarge() throws Exception {
            String body = "{\"templateID\":\"" + "x".repeat(1 << 20) + "\"}";

            assertThat(client.post("/v2/sandboxes", body).problem()).startsWith("413 413 ");
        }
    }

    @Nested
    @DisplayName("answers a repeated Idempotency-Key")
    class Keyed {
        private static final String BODY = "{\"templateID\":\"base\"}";

        @Test
        @DisplayName("with what it answered first, and creates nothing more")
        void replays() throws Exception {
            Client.Reply first = client.post("/v2/sandboxes", BODY, "Idempotency-Key", "k1");
            Client.Reply second = client.post("/v2/sandboxes", BODY, "Idempotency-Key", "k1");

            assertThat(second.status()).isEqualTo(201);
            assertThat(second.text()).isEqualTo(first.text());
            assertThat(client.get("/v2/sandboxes").json()).hasSize(1);
        }

        @Test
        @DisplayName("with a conflict when the request is another one")
        void mismatch() throws Exception {
            client.post("/v2/sandboxes", BODY, "Idempotency-Key", "k1");
            Client.Reply other =
                    client.post(
                            "/v2/sandboxes",
                            "{\"templateID\":\"base\",\"timeout\":9}",
                            "Idempotency-Key",
                            "k1");

            assertThat(other.problem()).startsWith("409 409 ");
            assertThat(other.json().path("error_code").asString())
                    .isEqualTo("idempotency_request_mismatch");
        }

        @Test
        @DisplayName("anew after a failure, for nothing was made")
        void triesAgainAfterAFailure() throws Exception {
            String bad = "{\"templateID\":\"nope\"}";
            assertThat(client.post("/v2/sandboxes", bad, "Idempotency-Key", "k2").status())
                    .isEqualTo(404);

            assertThat(client.post("/v2/sandboxes", BODY, "Idempotency-Key", "k2").status())
                    .isEqualTo(201);
        }

        @ParameterizedTest
        @ValueSource(strings = {"UPPER", "a-b", "a b"})
        @DisplayName("with 400 when it is not a key")
        void notAKey(String key) throws Exception {
            assertThat(client.post("/v2/sandboxes", BODY, "Idempotency-Key", key).problem())
                    .startsWith("400 400 ");
        }
    }

    @Nested
    @DisplayName("changes")
    class Changes {
        @Test
        @DisplayName("a running sandbox to a paused one and back")
        void pausesAndResumes() throws Exception {
            String id = client.create();
            String path = "/sandboxes/" + id;

            assertThat(client.post(path + "/pause", "").status()).isEqualTo(204);
            assertThat(state(id)).isEqualTo("paused");
            assertThat(client.post(path + "/pause", "{}").problem())
                    .isEqualTo(
                            "409 409 Error pausing sandbox - sandbox '"
                                    + id
                                    + "' is already paused");
            assertThat(client.post(path + "/timeout", "{\"timeout\":5}").problem())
                    .isEqualTo(unknown(id));
            assertThat(client.post(path + "/refreshes", "{}").problem()).isEqualTo(unknown(id));
            assertThat(client.post(path + "/fork", "").status()).isEqualTo(409);
            assertThat(client.post(path + "/snapshots", "{}").status()).isEqualTo(404);
            assertThat(client.post("/v2" + path + "/connect", "{\"timeout\":90}").status())
                    .isEqualTo(201);
            assertThat(state(id)).isEqualTo("running");
            assertThat(client.post("/v2" + path + "/connect", "{}").status()).isEqualTo(200);
            assertThat(client.post(path + "/connect", "{\"timeout\":5}").status()).isEqualTo(200);
            assertThat(client.post(path + "/resume", "").problem())
                    .isEqualTo("409 409 Sandbox " + id + " is already running");
            client.post(path + "/pause", "{\"memory\":false}");
            assertThat(client.post(path + "/resume", "").status()).isEqualTo(201);
        }

        @Test
        @DisplayName("its end, later and sooner")
        void setsTimeouts() throws Exception {
            String id = client.create();
            String path = "/sandboxes/" + id;

            assertThat(client.post(path + "/timeout", "{\"timeout\":1000}").status())
                    .isEqualTo(204);
            Instant later = endAt(id);
            assertThat(client.post(path + "/refreshes", "{\"duration\":10}").status())
                    .isEqualTo(204);
            assertThat(endAt(id)).isEqualTo(later);
            assertThat(client.post(path + "/timeout", "{\"timeout\":10}").status()).isEqualTo(204);
            assertThat(endAt(id)).isBefore(later.minusSeconds(900));
            assertThat(client.post(path + "/timeout", "{\"timeout\":3601}").problem())
                    .isEqualTo("400 400 Timeout cannot be greater than 1 hours");
            assertThat(client.post(path + "/timeout", "{}").status()).isEqualTo(400);
            assertThat(client.post(path + "/timeout", "{\"timeout\":-1}").status()).isEqualTo(400);
            assertThat(client.post(path + "/refreshes", "{\"duration\":3601}").status())
                    .isEqualTo(400);
        }

        private Instant endAt(String id) throws Exception {
            return Instant.parse(client.get("/sandboxes/" + id).json().path("endAt").asString());
        }

        @Test
        @DisplayName("a sandbox whose time is up, within a second")
        void timesOut() throws Exception {
            String mortal = client.create("{\"templateID\":\"base\",\"timeout\":1}");
            String sleeper =
                    client.create("{\"templateID\":\"base\",\"timeout\":1,\"autoPause\":true}");
            Instant due = Instant.now().plusSeconds(1);

            while (client.get("/sandboxes/" + mortal).status() != 404
                    || !state(sleeper).equals("paused")) {
                assertThat(Instant.now()).isBefore(due.plusSeconds(1));
            }
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        @DisplayName("a sandbox, running or paused, to nothing")
        void kills(boolean paused) throws Exception {
            String id = client.create();
            if (paused) {
                client.post("/sandboxes/" + id + "/pause", "");
            }

            assertThat(client.delete("/sandboxes/" + id).status()).isEqualTo(204);
            assertThat(client.delete("/sandboxes/" + id).problem()).isEqualTo(unknown(id));
            assertThat(client.get("/sandboxes/" + id).problem()).isEqualTo(unknown(id));
        }

        @Test
        @DisplayName("its network rules, all at once")
        void changesTheNetwork() throws Exception {
            String id =
                    client.create(
                            "{\"templateID\":\"base\",\"network\":{\"denyOut\":[\"1.2.3.4\"]}}");

            assertThat(
                            client.send(
                                            "PUT",
                                            "/sandboxes/" + id + "/network",
                                            "{\"allowOut\":[\"5.6.7.8\"]}")
                                    .status())
                    .isEqualTo(204);

            JsonNode network = client.get("/sandboxes/" + id).json().path("network");
            assertThat(network.path("allowOut").get(0).asString()).isEqualTo("5.6.7.8");
            assertThat(network.path("denyOut")).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({
            "GET,",
            "DELETE,",
            "POST,/pause",
            "POST,/connect",
            "POST,/resume",
            "POST,/timeout",
            "POST,/refreshes",
            "PUT,/network",
            "GET,/metrics",
            "GET,/logs",
            "POST,/snapshots",
            "POST,/fork"
        })
        @DisplayName("nothing that it does not have")
        void unknownSandbox(String method, String rest) throws Exception {
            String path = NOWHERE + (rest == null ? "" : rest);
            String body = method.equals("POST") || method.equals("PUT") ? "{\"timeout\":5}" : "";

            assertThat(client.send(method, path, body).problem())
                    .isEqualTo(unknown("inosuchsandbox"));
        }

        @Test
        @DisplayName("what an older composite id names, and nothing that is no id")
        void ids() throws Exception {
            String id = client.create();

            assertThat(client.get("/sandboxes/" + id + "-6532622b").status()).isEqualTo(200);
            assertThat(client.get("/sandboxes/" + id + "-a-b").problem())
                    .isEqualTo("400 400 Invalid sandbox ID");
            assertThat(client.get("/sandboxes/..%2f..%2fetc").problem())
                    .isEqualTo("400 400 Invalid sandbox ID");
        }
    }

    @Nested
    @DisplayName("lists")
    class Lists {
        @Test
        @DisplayName("page after page, in both orders, without losing or doubling one")
        void pages() throws Exception {
            List<String> created = List.of(client.create(), client.create(), client.create());

            assertThat(allPages("asc", 2)).isEqualTo(created);
            assertThat(allPages("desc", 1)).isEqualTo(created.reversed());
        }

        private List<String> allPages(String order, int limit) throws Exception {
            var ids = new ArrayList<String>();
            String token = "";
            do {
                Client.Reply page =
                        client.get(
                                "/v2/sandboxes?order=%s&limit=%d&nextToken=%s"
                                        .formatted(order, limit, token));
                assertThat(page.header("X-Total-Running")).isEqualTo("3");
                page.json().forEach(sandbox -> ids.add(sandbox.path("sandboxID").asString()));
                token = page.header("X-Next-Token");
            } while (!token.isEmpty());
            return ids;
        }

        @Test
        @DisplayName("what matches: state, metadata, template, time")
        void filters() throws Exception {
            String plain = client.create();
            String tagged =
                    client.create(
                            "{\"templateID\":\"base\",\"metadata\":{\"a\":\"b c&d\",\"e\":\"f\"}}");
            String paused = client.create();
            client.post("/sandboxes/" + paused + "/pause", "");

            assertThat(ids("?state=paused")).containsExactly(paused);
            assertThat(ids("?state=running")).containsExactly(tagged, plain);
            assertThat(ids("?state=running,paused")).hasSize(3);
            assertThat(ids("?metadata=a%3Db%252520c%252526d")).containsExactly(tagged);
            assertThat(
                            ids(
                                    "?metadata="
                                            + encode(
                                                    encode(
                                                            encode("a")
                                                                    + "="
                                                                    + encode("b c&d")
                                                                    + "&e=f"))))
                    .containsExactly(tagged);
            assertThat(ids("?metadata=a%3Dx")).isEmpty();
            assertThat(ids("?template=base")).hasSize(3);
            assertThat(ids("?template=unknown")).isEmpty();
            assertThat(ids("?startedAfter=2100-01-01T00:00:00Z")).isEmpty();
            assertThat(client.get("/sandboxes").json()).hasSize(2);
        }

        private static String encode(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }

        private List<String> ids(String query) throws Exception {
            var ids = new ArrayList<String>();
            client.get("/v2/sandboxes" + query)
                    .json()
                    .forEach(sandbox -> ids.add(sandbox.path("sandboxID").asString()));
            return ids;
        }

        @Test
        @DisplayName("nothing for a question that makes no sense")
        void refuses() throws Exception {
            client.create();
            client.create();
            String token = client.get("/v2/sandboxes?limit=1&order=asc").header("X-Next-Token");

            assertThat(client.get("/v2/sandboxes?nextToken=" + token).problem())
                    .isEqualTo("400 400 Invalid next token");
            assertThat(client.get("/v2/sandboxes?nextToken=nonsense").problem())
                    .isEqualTo("400 400 Invalid next token");
            for (String query :
                    List.of(
                            "limit=0",
                            "limit=101",
                            "limit=x",
                            "state=dead",
                            "order=up",
                            "metadata=a",
                            "metadata=a%3Db%3Dc",
                            "template=base:tag",
                            "startedAfter=yesterday",
                            "metadata=%25zz")) {
                assertThat(client.get("/v2/sandboxes?" + query).status()).as(query).isEqualTo(400);
            }
        }
    }

    @Nested
    @DisplayName("copies")
    class CopiesOf {
        @Test
        @DisplayName("a sandbox to a named snapshot that others start from")
        void snapshots() throws Exception {
            String id = client.create();

            Client.Reply named =
                    client.post("/sandboxes/" + id + "/snapshots", "{\"name\":\"snap1\"}");
            Client.Reply unnamed = client.post("/sandboxes/" + id + "/snapshots", "");

            assertThat(named.status()).isEqualTo(201);
            assertThat(named.json().path("snapshotID").asString()).isEqualTo("local/snap1:default");
            assertThat(unnamed.json().path("snapshotID").asString()).endsWith(":default");
            assertThat(client.get("/snapshots").json()).hasSize(2);
            assertThat(client.get("/snapshots?sandboxID=" + id).json()).hasSize(2);
            assertThat(client.get("/snapshots?sandboxID=other").json()).isEmpty();
            assertThat(
                            client.post("/v2/sandboxes", "{\"templateID\":\"local/snap1:default\"}")
                                    .status())
                    .isEqualTo(201);
            assertThat(client.delete("/templates/local%2Fsnap1%3Adefault").status()).isEqualTo(204);
            assertThat(client.delete("/templates/local%2Fsnap1%3Adefault").status()).isEqualTo(404);
            assertThat(client.post("/v2/sandboxes", "{\"templateID\":\"snap1\"}").status())
                    .isEqualTo(404);
            assertThat(state(id)).isEqualTo("running");
        }

        @Test
        @DisplayName("a sandbox to forks, each with its own fate")
        void forks() throws Exception {
            String id = client.create("{\"templateID\":\"base\",\"metadata\":{\"a\":\"b\"}}");

            JsonNode forks = client.post("/sandboxes/" + id + "/fork", "{\"count\":3}").json();

            assertThat(forks).hasSize(3);
            assertThat(forks.get(0).path("sandbox").path("templateID").asString())
                    .isEqualTo("base");
            assertThat(forks.get(2).path("error").path("code").asInt()).isEqualTo(429);
            assertThat(client.get("/v2/sandboxes?metadata=a%3Db").json()).hasSize(3);
            assertThat(client.post("/sandboxes/" + id + "/fork", "{\"count\":0}").status())
                    .isEqualTo(400);
        }

        @Test
        @DisplayName("templates into a list, and keeps its own")
        void templates() throws Exception {
            var ids = new ArrayList<String>();
            client.get("/v2/templates")
                    .json()
                    .forEach(t -> ids.add(t.path("templateID").asString()));

            assertThat(ids)
                    .contains(
                            "base", "nextjs", "react", "vue", "angular", "svelte", "broken",
                            "slow");
            assertThat(client.get("/templates/base").json().path("buildStatus").asString())
                    .isEqualTo("ready");
            assertThat(client.get("/templates/aliases/base").json().path("templateID").asString())
                    .isEqualTo("base");
            assertThat(client.get("/templates/aliases/nope").status()).isEqualTo(404);
            assertThat(client.delete("/templates/base").status()).isEqualTo(403);
        }
    }

    @Nested
    @DisplayName("tells")
    class Tells {
        @Test
        @DisplayName("metrics and logs")
        void observes() throws Exception {
            String id = client.create();

            assertThat(client.get("/sandboxes/" + id + "/metrics").json().isArray()).isTrue();
            assertThat(client.get("/sandboxes/metrics?sandbox_ids=" + id).json().has("sandboxes"))
                    .isTrue();
            assertThat(client.get("/sandboxes/metrics").status()).isEqualTo(400);
            assertThat(
                            client.get("/v2/sandboxes/" + id + "/logs")
                                    .json()
                                    .path("logs")
                                    .get(0)
                                    .path("message")
                                    .asString())
                    .isEqualTo("sandbox created");
            assertThat(client.get("/v2/sandboxes/" + id + "/logs?level=error").json().path("logs"))
                    .isEmpty();
            assertThat(
                            client.get("/v2/sandboxes/" + id + "/logs?search=nothing")
                                    .json()
                                    .path("logs"))
                    .isEmpty();
            assertThat(
                            client.get("/sandboxes/" + id + "/logs")
                                    .json()
                                    .path("logs")
                                    .get(0)
                                    .path("line")
                                    .asString())
                    .isEqualTo("sandbox created");
        }

        @Test
        @DisplayName("what happened, in both orders")
        void events() throws Exception {
            String id = client.create();
            client.post("/sandboxes/" + id + "/timeout", "{\"timeout\":100}");
            client.post("/sandboxes/" + id + "/pause", "");
            client.post("/v2/sandboxes/" + id + "/connect", "");
            client.delete("/sandboxes/" + id);

            assertThat(types("/events/sandboxes/" + id + "?orderAsc=true"))
                    .containsExactly("created", "updated", "paused", "resumed", "killed");
            assertThat(types("/events/sandboxes?limit=2")).containsExactly("killed", "resumed");
            assertThat(types("/events/sandboxes?types=sandbox.lifecycle.paused"))
                    .containsExactly("paused");
            JsonNode killed = client.get("/events/sandboxes?limit=1").json().get(0);
            assertThat(killed.path("eventData").path("kill_reason").asString())
                    .isEqualTo("request");
            assertThat(killed.path("sandboxId").asString()).isEqualTo(id);
        }

        private List<String> types(String path) throws Exception {
            var types = new ArrayList<String>();
            client.get(path)
                    .json()
                    .forEach(
                            event ->
                                    types.add(
                                            event.path("type")
                                                    .asString()
                                                    .replace("sandbox.lifecycle.", "")));
            return types;
        }

        @Test
        @DisplayName("what it does not offer")
        void unknownEndpoints() throws Exception {
            assertThat(client.get("/nothing").problem()).startsWith("404 404 ");
            assertThat(client.send("PATCH", "/v2/sandboxes", "").problem()).startsWith("405 405 ");
            assertThat(client.get("/_faults").status())
                    .as("closed unless asked for")
                    .isEqualTo(404);
        }
    }
}
