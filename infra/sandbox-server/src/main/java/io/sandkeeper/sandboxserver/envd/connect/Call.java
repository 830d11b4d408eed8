package io.sandkeeper.sandboxserver.envd.connect;

import io.sandkeeper.sandboxserver.http.Exchange;
import io.sandkeeper.sandboxserver.http.Headers;
import io.sandkeeper.sandboxserver.sandbox.Guest;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** One call of a procedure. A procedure answers once, or opens a stream. */
public final class Call {
    private static final String UNARY = "application/json";
    private static final String STREAM = "application/connect+json";

    private final Guest guest;
    private final Exchange exchange;

    public Call(Guest guest, Exchange exchange) {
        this.guest = guest;
        this.exchange = exchange;
    }

    public Guest guest() {
        return guest;
    }

    public Headers headers() {
        return exchange.request().headers();
    }

    public boolean isStream() {
        return contentType().equals(STREAM);
    }

    /** Whether it is in a codec that is spoken here, and a POST. */
    public boolean isSpoken() {
        return exchange.request().method().equals("POST")
                && (contentType().equals(UNARY) || isStream());
    }

    private String contentType() {
        return headers()
                .first("Content-Type")
                .map(type -> type.split(";", 2)[0].strip())
                .orElse("");
    }

    /** How long the client gives the call; none means for ever. */
    public Optional<Duration> timeLimit() throws Fault {
        var limit = headers().first("Connect-Timeout-Ms");
        if (limit.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Duration.ofMillis(Long.parseLong(limit.get())));
        } catch (NumberFormatException _) {
            throw new Fault(Code.INVALID_ARGUMENT, "Connect-Timeout-Ms is not a number");
        }
    }

    /** The message of a call that has one. */
    public JsonNode message() throws IOException, Fault {
        if (isStream()) {
            return messages()
                    .next()
                    .orElseThrow(() -> new Fault(Code.INVALID_ARGUMENT, "no message"));
        }
        var body = exchange.body().readNBytes(Envelopes.MOST + 1);
        if (body.length > Envelopes.MOST) {
            throw new Fault(Code.RESOURCE_EXHAUSTED, "the message is larger than allowed");
        }
        return Messages.read(body);
    }

    public Envelopes messages() {
        return new Envelopes(exchange.body());
    }

    public void answer(Object message) throws IOException {
        exchange.answer(200, Headers.of("Content-Type", UNARY), Messages.write(message));
    }

    /** The client is cut when the sandbox is paused or killed. */
    public Stream open() throws IOException {
        var headers = Headers.of("Content-Type", STREAM, "X-Accel-Buffering", "no");
        return new Stream(exchange.stream(200, headers), exchange::abort, guest.connections());
    }

    /** In the form that the client waits for: an HTTP status, or the last envelope of a stream. */
    public void fail(Fault fault) throws IOException {
        if (isStream()) {
            try (var stream = open()) {
                stream.fail(fault);
            }
        } else {
            exchange.answer(
                    fault.code().status(),
                    Headers.of("Content-Type", UNARY),
                    Messages.write(
                            Map.of(
                                    "code",
                                    fault.code().wireName(),
                                    "message",
                                    String.valueOf(fault.getMessage()))));
        }
    }

    public void refuseCodec() throws IOException {
        exchange.answer(415, Headers.of("Accept-Post", UNARY + ", " + STREAM), new byte[0]);
    }
}
