package io.sandkeeper.worker.provider.e2b;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.SandboxId;

import org.junit.jupiter.api.Test;

import java.io.IOException;

/** What people may see of an answer that said no. */
final class EvidenceTest {
    private static final SandboxId SANDBOX = new SandboxId("i1");

    @Test
    void nothing_that_is_secret_is_shown() throws IOException {
        var echo =
                "{\"code\":400,\"error_code\":\"bad!\\nthing\",\"message\":\"bad value \\\\\\\"correct-horse\\\\\\\" for envVars\"}";
        var keyEcho = "{\"code\":401,\"message\":\"unknown key " + Orders.KEY + "\"}";
        try (var bodies = new RawServer((_, out) -> RawServer.answer(out, 400, echo));
                var keys = new RawServer((_, out) -> RawServer.answer(out, 401, keyEcho));
                var one = Orders.provider(bodies.url());
                var two = Orders.provider(keys.url())) {

            assertThat(Orders.failure(one.create(Orders.order())))
                    .isEqualTo(new Failure.Permanent("POST /v2/sandboxes: 400"));
            assertThat(Orders.failure(two.look(SANDBOX)))
                    .isEqualTo(new Failure.KeyRefused(401, "GET /sandboxes/{id}: 401"));
            assertThat(
                            one.toString()
                                    + new ApiKey(Orders.KEY)
                                    + E2bSettings.of(bodies.url(), new ApiKey(Orders.KEY)))
                    .doesNotContain("5ecre7");
        }
    }

    @Test
    void what_a_server_says_is_shown_in_short_and_without_tricks() throws IOException {
        var message = "no\\r\\n\\u001b[31m\\u202e way: " + "very ".repeat(1000);
        var body = "{\"code\":400,\"message\":\"" + message + "\"}";
        try (var server = new RawServer((_, out) -> RawServer.answer(out, 400, body));
                var provider = Orders.provider(server.url())) {

            var evidence = Orders.failure(provider.kill(SANDBOX)).evidence();

            assertThat(evidence)
                    .startsWith("DELETE /sandboxes/{id}: 400: no[31m way: very very")
                    .hasSizeLessThan(240)
                    .matches("\\p{Print}+");
        }
    }
}
