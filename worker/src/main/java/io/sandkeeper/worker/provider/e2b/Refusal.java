package io.sandkeeper.worker.provider.e2b;

import tools.jackson.databind.node.MissingNode;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Reads an answer that says no. */
final class Refusal {
    private static final Pattern ERROR_CODE = Pattern.compile("[a-z0-9_]{1,64}");

    private Refusal() {}

    /**
     * @param showing makes of the body's words what people may see
     */
    static Trouble.Refused read(
            HttpResponse<?> response, Body body, UnaryOperator<String> showing, Instant now) {
        var json = Json.parse(body.bytes()).orElse(MissingNode.getInstance());
        return new Trouble.Refused(
                response.statusCode(),
                Json.whole(json, "code"),
                Json.text(json, "error_code").filter(text -> ERROR_CODE.matcher(text).matches()),
                RetryAfter.read(response.headers(), now),
                Json.text(json, "message").map(showing).orElse(""));
    }
}
