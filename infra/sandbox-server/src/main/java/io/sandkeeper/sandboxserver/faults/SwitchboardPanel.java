package io.sandkeeper.sandboxserver.faults;

import io.sandkeeper.sandboxserver.http.Exchange;
import io.sandkeeper.sandboxserver.http.Headers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;

/** The switchboard's own endpoints, below {@code /_faults}. */
public final class SwitchboardPanel {
    public static final String PATH = "/_faults";
    private static final int LARGEST = 1 << 20;

    private final Switchboard switchboard;
    private final byte[] key;

    public SwitchboardPanel(Switchboard switchboard, String apiKey) {
        this.switchboard = switchboard;
        this.key = apiKey.getBytes(StandardCharsets.UTF_8);
    }

    public void handle(Exchange exchange) throws IOException {
        String offered = exchange.request().headers().first("X-API-Key").orElse("");
        if (!MessageDigest.isEqual(key, offered.getBytes(StandardCharsets.UTF_8))) {
            problem(exchange, 401, "Invalid API key");
            return;
        }
        switch (exchange.request().method() + " " + exchange.request().path()) {
            case "GET " + PATH -> answer(exchange, RuleText.write(switchboard.book()));
            case "PUT " + PATH -> open(exchange);
            case "DELETE " + PATH -> {
                switchboard.close();
                exchange.answer(204, new Headers(), new byte[0]);
            }
            case "GET " + PATH + "/counters" ->
                    answer(exchange, RuleText.write((Object) switchboard.counters().all()));
            case "DELETE " + PATH + "/counters" -> {
                switchboard.counters().reset();
                exchange.answer(204, new Headers(), new byte[0]);
            }
            default -> problem(exchange, 404, "no such endpoint");
        }
    }

    private void open(Exchange exchange) throws IOException {
        byte[] text = exchange.body().readNBytes(LARGEST);
        try {
            switchboard.open(RuleText.read(text));
            answer(exchange, RuleText.write(switchboard.book()));
        } catch (IllegalArgumentException malformed) {
            problem(exchange, 400, String.valueOf(malformed.getMessage()));
        }
    }

    private static void answer(Exchange exchange, byte[] body) throws IOException {
        exchange.answer(200, Headers.of("Content-Type", "application/json"), body);
    }

    private static void problem(Exchange exchange, int status, String message) throws IOException {
        exchange.answer(
                status,
                Headers.of("Content-Type", "application/json"),
                RuleText.write((Object) Map.of("code", status, "message", message)));
    }
}
