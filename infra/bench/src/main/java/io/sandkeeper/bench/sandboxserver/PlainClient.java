package io.sandkeeper.bench.sandboxserver;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The protocol without the SDK: nothing between the figure and the server. */
final class PlainClient implements AutoCloseable {
    record Box(String id, String token) {}

    private final URI server;
    private final String key;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();

    PlainClient(URI server, String key) {
        this.server = server;
        this.key = key;
    }

    Box create(String template) throws IOException, InterruptedException {
        var body =
                JsonMapper.shared()
                        .writeValueAsString(Map.of("templateID", template, "timeout", 3600));
        JsonNode answer =
                JsonMapper.shared().readTree(control("POST", "/v2/sandboxes", body, 201).body());
        return new Box(
                answer.path("sandboxID").asString(), answer.path("envdAccessToken").asString());
    }

    void kill(Box box) throws IOException, InterruptedException {
        control("DELETE", "/sandboxes/" + box.id(), "", 204);
    }

    void pause(Box box) throws IOException, InterruptedException {
        control("POST", "/sandboxes/" + box.id() + "/pause", "{}", 204);
    }

    void resume(Box box) throws IOException, InterruptedException {
        control("POST", "/v2/sandboxes/" + box.id() + "/connect", "{\"timeout\":3600}", 201);
    }

    /** Runs {@code true} by a login shell, as the SDK does. */
    void runTrue(Box box) throws IOException, InterruptedException {
        var process = Map.of("cmd", "/bin/bash", "args", List.of("-l", "-c", "true"));
        var request =
                inside(box, "/process.Process/Start")
                        .header("Content-Type", "application/connect+json")
                        .header("Connect-Protocol-Version", "1")
                        .POST(
                                BodyPublishers.ofByteArray(
                                        Connect.envelope(
                                                Map.of("process", process, "stdin", false))))
                        .build();
        int code =
                Connect.exitCode(
                        checked(http.send(request, BodyHandlers.ofInputStream()), 200).body());
        if (code != 0) {
            throw new IOException("true ended with " + code);
        }
    }

    void write(Box box, String path, byte[] content) throws IOException, InterruptedException {
        var request =
                inside(box, "/files?path=" + path)
                        .header("Content-Type", "application/octet-stream")
                        .POST(BodyPublishers.ofByteArray(content))
                        .build();
        checked(http.send(request, BodyHandlers.discarding()), 200);
    }

    long read(Box box, String path) throws IOException, InterruptedException {
        var request = inside(box, "/files?path=" + path).GET().build();
        try (var body = checked(http.send(request, BodyHandlers.ofInputStream()), 200).body()) {
            var buffer = new byte[64 * 1024];
            long bytes = 0;
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                bytes += read;
            }
            return bytes;
        }
    }

    private HttpRequest.Builder inside(Box box, String path) {
        return HttpRequest.newBuilder(server.resolve(path))
                .header("E2b-Sandbox-Id", box.id())
                .header("E2b-Sandbox-Port", "49983")
                .header("X-Access-Token", box.token());
    }

    private HttpResponse<String> control(String method, String path, String body, int status)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(server.resolve(path))
                        .header("X-API-Key", key)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        return checked(http.send(request, BodyHandlers.ofString()), status);
    }

    private static <T> HttpResponse<T> checked(HttpResponse<T> response, int status)
            throws IOException {
        if (response.statusCode() != status) {
            throw new IOException(response.request().uri() + " answered " + response.statusCode());
        }
        return response;
    }

    @Override
    public void close() {
        http.close();
    }
}
