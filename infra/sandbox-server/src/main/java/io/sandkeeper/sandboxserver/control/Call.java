package io.sandkeeper.sandboxserver.control;

import io.sandkeeper.sandboxserver.http.Request;
import io.sandkeeper.sandboxserver.sandbox.SandboxId;

import java.util.List;

/**
 * A request to the control plane that found its endpoint.
 *
 * @param region the control plane that it was sent to
 * @param variables what stood in the path where the endpoint's has a star
 */
record Call(String region, Request request, List<String> variables, Query query, String content) {
    String variable() {
        return variables.getFirst();
    }

    SandboxId sandboxId() {
        return SandboxId.parse(variable())
                .orElseThrow(() -> InvalidRequest.because("Invalid sandbox ID"));
    }

    Body body() {
        return Body.required(content);
    }

    Body optionalBody() {
        return Body.optional(content);
    }
}
