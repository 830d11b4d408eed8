package io.sandkeeper.bench.drill;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The sandbox server as an auditor sees it: what there really is, and what is made to go wrong. */
final class Cloud implements AutoCloseable {
    /** A sandbox that exists and costs money, whoever knows of it. */
    record Live(String sandbox, String session, String state) {}

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final URI server;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Cloud(URI server) {
        this.server = server;
    }

    /** All pages, running and paused. */
    List<Live> all() throws IOException, InterruptedException {
        var all = new ArrayList<Live>();
        var next = Optional.<String>empty();
        do {
            var query = next.map(token -> "&nextToken=" + token).orElse("");
            var answer = call("GET", "/v2/sandboxes?state=running,paused&limit=100" + query, "");
            JsonMapper.shared().readTree(answer.body()).forEach(one -> all.add(live(one)));
            next = answer.headers().firstValue("X-Next-Token");
        } while (next.isPresent());
        return all;
    }

    private static Live live(JsonNode one) {
        return new Live(
                one.path("sandboxID").asString(),
                one.path("metadata").path("sandkeeper.session").asString(),
                one.path("state").asString());
    }

    /** As the provider, or somebody at its dashboard, does it. */
    void pause(String sandbox) throws IOException, InterruptedException {
        call("POST", "/sandboxes/" + sandbox + "/pause", "{}");
    }

    void kill(String sandbox) throws IOException, InterruptedException {
        call("DELETE", "/sandboxes/" + sandbox, "");
    }

    void let(Fault... faults) throws IOException, InterruptedException {
        var rules = Stream.of(faults).map(Fault::rule).toList();
        var book = JsonMapper.shared().writeValueAsString(Map.of("seed", 7, "rules", rules));
        call("PUT", "/_faults", book);
    }

    void heal() throws IOException, InterruptedException {
        call("DELETE", "/_faults", "");
    }

    /** The rules that have not struck yet: a drill without its fault proves nothing. */
    List<String> faultsThatNeverStruck() throws IOException, InterruptedException {
        var book = JsonMapper.shared().readTree(call("GET", "/_faults", "").body());
        return book.path("rules")
                .valueStream()
                .filter(rule -> rule.path("hits").asInt() == 0)
                .map(JsonNode::toString)
                .toList();
    }

    void countAnew() throws IOException, InterruptedException {
        call("DELETE", "/_faults/counters", "");
    }

    /** How often the operation was called since the last count, by whomever. */
    long calls(String operation) throws IOException, InterruptedException {
        var regions = JsonMapper.shared().readTree(call("GET", "/_faults/counters", "").body());
        return regions.valueStream()
                .mapToLong(region -> region.path(operation).path("calls").asLong())
                .sum();
    }

    private HttpResponse<String> call(String method, String path, String body)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(server.resolve(path))
                        .timeout(PATIENCE)
                        .header("X-API-Key", Blueprint.KEY)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        var answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(path + " answered " + answer.statusCode() + answer.body());
        }
        return answer;
    }

    @Override
    public void close() {
        http.close();
    }
}
