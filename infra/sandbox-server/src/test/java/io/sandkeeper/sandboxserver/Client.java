package io.sandkeeper.sandboxserver;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A client of the control plane. */
final class Client implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;
    private final String key;

    record Reply(int status, HttpHeaders headers, String text) {
        JsonNode json() {
            return JSON.readTree(text);
        }

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        /** The status and the number in the body, which clients look at. */
        String problem() {
            return status
                    + " "
                    + json().path("code").asInt()
                    + " "
                    + json().path("message").asString();
        }
    }

    Client(URI base, String key) {
        this.base = base;
        this.key = key;
    }

    Client to(URI other) {
        return new Client(other, key);
    }

    Reply get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, "", headers);
    }

    Reply post(String path, String body, String... headers)
            throws IOException, InterruptedException {
        return send("POST", path, body, headers);
    }

    Reply delete(String path) throws IOException, InterruptedException {
        return send("DELETE", path, "");
    }

    Reply send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path))
                        .timeout(Duration.ofSeconds(20))
                        .header("X-API-Key", key)
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> response =
                http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Reply(response.statusCode(), response.headers(), response.body());
    }

    /** Creates a sandbox; its id. */
    String create(String body) throws IOException, InterruptedException {
        Reply reply = post("/v2/sandboxes", body);
        if (reply.status() != 201) {
            throw new AssertionError("not created: " + reply);
        }
        return reply.json().path("sandboxID").asString();
    }

    String create() throws IOException, InterruptedException {
        return create("{\"templateID\":\"base\"}");
    }

    @Override
    public void close() {
        http.close();
    }
}
