package io.sandkeeper.sandboxserver.abuse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sandkeeper.sandboxserver.ScriptedServer.Peer;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Just enough of the protocol for a test to see that the server still works. */
final class Client implements AutoCloseable {
    record Box(String id, String token) {}

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final URI server;
    private final String key;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Client(URI server, String key) {
        this.server = server;
        this.key = key;
    }

    Box create() throws IOException, InterruptedException {
        var box =
                control("POST", "/v2/sandboxes", "{\"templateID\":\"base\",\"timeout\":600}", 201);
        return new Box(box.path("sandboxID").asString(), box.path("envdAccessToken").asString());
    }

    void kill(Box box) throws IOException, InterruptedException {
        control("DELETE", "/sandboxes/" + box.id(), "", 204);
    }

    List<String> list() throws IOException, InterruptedException {
        return control("GET", "/v2/sandboxes", "", 200)
                .valueStream()
                .map(it -> it.path("sandboxID").asString())
                .toList();
    }

    /** The standard output of a command. */
    String run(Box box, String text) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(server.resolve("/process.Process/Start"))
                        .timeout(PATIENCE)
                        .header("E2b-Sandbox-Id", box.id())
                        .header("E2b-Sandbox-Port", "49983")
                        .header("X-Access-Token", box.token())
                        .header("Content-Type", "application/connect+json")
                        .header("Connect-Protocol-Version", "1")
                        .POST(BodyPublishers.ofByteArray(start(text)))
                        .build();
        var output = new StringBuilder();
        try (var in =
                new DataInputStream(http.send(request, BodyHandlers.ofInputStream()).body())) {
            for (boolean ended = false; !ended; ) {
                ended = (in.readByte() & 2) != 0;
                var message = JsonMapper.shared().readTree(in.readNBytes(in.readInt()));
                var stdout = message.path("event").path("data").path("stdout");
                output.append(
                        stdout.isMissingNode() ? "" : new String(stdout.binaryValue(), UTF_8));
            }
            // To the very end: otherwise the connection is closed and cannot be used again.
            in.transferTo(OutputStream.nullOutputStream());
        }
        return output.toString();
    }

    /** Starts a command on a bare connection, whose answer the caller reads or does not. */
    void startOn(Peer peer, Box box, String text) throws IOException {
        var body = new String(start(text), ISO_8859_1);
        peer.say(
                "POST /process.Process/Start HTTP/1.1\r\nHost: localhost\r\nE2b-Sandbox-Id: %s\r\nE2b-Sandbox-Port: 49983\r\nX-Access-Token: %s\r\nContent-Type: application/connect+json\r\nConnect-Protocol-Version: 1\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(box.id(), box.token(), body.length(), body));
    }

    private static byte[] start(String text) {
        var process = Map.of("cmd", "/bin/bash", "args", List.of("-l", "-c", text));
        var json =
                JsonMapper.shared().writeValueAsBytes(Map.of("process", process, "stdin", false));
        return ByteBuffer.allocate(5 + json.length)
                .put((byte) 0)
                .putInt(json.length)
                .put(json)
                .array();
    }

    private JsonNode control(String method, String path, String body, int status)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(server.resolve(path))
                        .timeout(PATIENCE)
                        .header("X-API-Key", key)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() != status) {
            throw new IOException(path + ": " + response.statusCode() + " " + response.body());
        }
        return JsonMapper.shared().readTree(response.body().isEmpty() ? "{}" : response.body());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
