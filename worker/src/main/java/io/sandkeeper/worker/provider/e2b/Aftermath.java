package io.sandkeeper.worker.provider.e2b;

import io.sandkeeper.worker.provider.Answer;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** What a call to a daemon comes to when it did not succeed. */
final class Aftermath {
    private static final int MOST_ANSWER = 64 * 1024;
    private static final Duration HEALTH_TIME = Duration.ofSeconds(5);

    private final Wire wire;
    private final DaemonAddress address;
    private final InstantSource clock;

    Aftermath(Wire wire, DaemonAddress address, InstantSource clock) {
        this.wire = wire;
        this.address = address;
        this.clock = clock;
    }

    /** A pause and a kill cut what is open, as a bad network does. Only a second look tells. */
    <T> Answer<T> lost(Call call, Trouble trouble) {
        return trouble instanceof Trouble.Lost && isGone()
                ? new Answer.Absent<>(call + ": broken off, and " + Call.HEALTH + ": 502")
                : failed(call, trouble);
    }

    <T> Answer<T> refused(Call call, HttpResponse<?> response, Body body) {
        return isGone(response.statusCode(), body)
                ? new Answer.Absent<>(call + ": 502, the provider's own")
                : failed(call, refusal(response, body));
    }

    <T> Answer<T> failed(Call call, Trouble trouble) {
        return new Answer.Failed<>(Classified.of(call, trouble));
    }

    /** Its words are left out: they may repeat a command, and commands may hold secrets. */
    Trouble.Refused refusal(HttpResponse<?> response, Body body) {
        return Refusal.read(response, body, _ -> "", clock.instant());
    }

    static boolean isSuccess(HttpResponse<?> response) {
        return response.statusCode() >= 200 && response.statusCode() < 300;
    }

    private boolean isGone() {
        var request = address.request(Call.HEALTH.path()).GET().build();
        return wire.send(request, Body.upTo(MOST_ANSWER), HEALTH_TIME)
                        instanceof Wire.Reply.Came<Body>(var response)
                && isGone(response.statusCode(), response.body());
    }

    /**
     * The provider's own 502 names the sandbox. With a port it says that the sandbox is there and
     * its daemon is not. Any other 502 is a proxy's, and tells nothing.
     */
    static boolean isGone(int status, Body body) {
        return ofTheProvider(status, body).filter(json -> !json.has("port")).isPresent();
    }

    /** The sandbox is there, and nothing listens where its daemon should. */
    static boolean isClosed(int status, Body body) {
        return ofTheProvider(status, body).filter(json -> json.has("port")).isPresent();
    }

    private static Optional<JsonNode> ofTheProvider(int status, Body body) {
        return status == 502
                ? Json.parse(body.bytes())
                        .filter(json -> Json.whole(json, "code").orElse(0) == 502)
                        .filter(json -> Json.text(json, "sandboxId").isPresent())
                : Optional.empty();
    }
}
