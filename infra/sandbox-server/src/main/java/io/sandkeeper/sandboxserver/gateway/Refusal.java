package io.sandkeeper.sandboxserver.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sandkeeper.sandboxserver.http.Exchange;
import io.sandkeeper.sandboxserver.http.Headers;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.regex.Pattern;

/**
 * Why a sandbox's host does not lead to a web server, in the words of the cloud: JSON, or a page
 * for people.
 */
public record Refusal(String sandboxId, String message, @Nullable Integer port, int code) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern BROWSER =
            Pattern.compile(
                    "mozilla|chrome|safari|firefox|edge|opera|msie", Pattern.CASE_INSENSITIVE);

    /** Unknown, killed and paused sandboxes look the same from outside. */
    public static Refusal sandboxNotFound(String sandboxId) {
        return new Refusal(sandboxId, "The sandbox was not found", null, 502);
    }

    static Refusal portNotOpen(String sandboxId, int port) {
        return new Refusal(sandboxId, "The sandbox is running but port is not open", port, 502);
    }

    static Refusal notHttp(String sandboxId, int port) {
        return new Refusal(sandboxId, "The port is open but does not answer in HTTP", port, 502);
    }

    static Refusal tokenMissing(String sandboxId) {
        return new Refusal(
                sandboxId,
                "Sandbox is secured with traffic access token. Token header '"
                        + TrafficToken.HEADER
                        + "' is missing",
                null,
                403);
    }

    static Refusal tokenInvalid(String sandboxId) {
        return new Refusal(
                sandboxId,
                "Sandbox is secured with traffic access token. Provided token in header '"
                        + TrafficToken.HEADER
                        + "' is invalid",
                null,
                403);
    }

    public void answer(Exchange exchange) throws IOException {
        var userAgent = exchange.request().headers().first("User-Agent").orElse("");
        if (BROWSER.matcher(userAgent).find()) {
            exchange.answer(
                    code,
                    Headers.of("Content-Type", "text/html; charset=utf-8"),
                    page().getBytes(UTF_8));
        } else {
            exchange.answer(
                    code, Headers.of("Content-Type", "application/json; charset=utf-8"), json());
        }
    }

    private byte[] json() {
        var body = new LinkedHashMap<String, Object>();
        body.put("sandboxId", sandboxId);
        body.put("message", message);
        if (port != null) {
            body.put("port", port);
        }
        body.put("code", code);
        return JSON.writeValueAsBytes(body);
    }

    private String page() {
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>%1$d</title>
            <style>
            body { font: 16px/1.5 system-ui, sans-serif; margin: 20vh auto; max-width: 34em; padding: 0 1em }
            small { color: #777 }
            </style>
            </head>
            <body>
            <h1>%2$s</h1>
            <p><small>Sandbox %3$s%4$s (%1$d)</small></p>
            </body>
            </html>
            """
                .formatted(
                        code,
                        escaped(message),
                        escaped(sandboxId),
                        port == null ? "" : ", port " + port);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
