package io.sandkeeper.sandboxserver.control;

import io.sandkeeper.sandboxserver.sandbox.Keep;
import io.sandkeeper.sandboxserver.sandbox.KillReason;
import io.sandkeeper.sandboxserver.sandbox.NetworkPolicy;
import io.sandkeeper.sandboxserver.sandbox.Operation;
import io.sandkeeper.sandboxserver.sandbox.Outcome;
import io.sandkeeper.sandboxserver.sandbox.Sandbox;
import io.sandkeeper.sandboxserver.sandbox.Sandboxes;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is done to one sandbox. */
final class Lives {
    private static final Duration CONNECT_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration RESUME_TIMEOUT = Duration.ofSeconds(15);
    private static final int LONGEST_REFRESH = 3600;

    private final Sandboxes sandboxes;
    private final Regions regions;
    private final Refusals refusals;
    private final String domain;

    Lives(Sandboxes sandboxes, Regions regions, String domain) {
        this.sandboxes = sandboxes;
        this.regions = regions;
        this.refusals = new Refusals(sandboxes);
        this.domain = domain;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("kill", "DELETE /sandboxes/*", this::kill),
                Endpoint.of("pause", "POST /sandboxes/*/pause", this::pause),
                Endpoint.of("connect", "POST /sandboxes/*/connect", this::connectV1),
                Endpoint.of("connect", "POST /v2/sandboxes/*/connect", this::connectV2),
                Endpoint.of("resume", "POST /sandboxes/*/resume", this::resume),
                Endpoint.of("timeout", "POST /sandboxes/*/timeout", this::timeout),
                Endpoint.of("refresh", "POST /sandboxes/*/refreshes", this::refresh),
                Endpoint.of("network", "PUT /sandboxes/*/network", this::network));
    }

    private Answer kill(Call call) {
        return empty(call, new Operation.Kill(KillReason.REQUEST));
    }

    private Answer pause(Call call) {
        return empty(call, new Operation.Pause(keep(call.optionalBody())));
    }

    private static Keep keep(Body body) {
        return body.flag("memory").orElse(true) ? Keep.MEMORY : Keep.FILES;
    }

    private Answer connectV1(Call call) {
        return connect(call, call.body(), required(call.body(), "timeout"));
    }

    private Answer connectV2(Call call) {
        Body body = call.optionalBody();
        return connect(call, body, body.timeout("timeout").orElse(CONNECT_TIMEOUT));
    }

    private Answer connect(Call call, Body body, Duration timeout) {
        return access(call, new Operation.Connect(timeout, keep(body)));
    }

    private Answer resume(Call call) {
        Body body = call.optionalBody();
        Duration timeout = body.timeout("timeout").orElse(RESUME_TIMEOUT);
        return access(call, new Operation.Resume(timeout, keep(body)));
    }

    private static Duration required(Body body, String name) {
        return body.timeout(name)
                .orElseThrow(
                        () ->
                                InvalidRequest.schema(
                                        "request body has an error: doesn't match schema: Error at \"/%s\": property \"%s\" is missing"
                                                .formatted(name, name)));
    }

    private Answer timeout(Call call) {
        int seconds =
                call.body()
                        .integer("timeout")
                        .orElseThrow(
                                () ->
                                        InvalidRequest.schema(
                                                "request body has an error: doesn't match schema: Error at \"/timeout\": property \"timeout\" is missing"));
        if (seconds < 0) {
            throw InvalidRequest.schema(
                    "request body has an error: doesn't match schema: Error at \"/timeout\": number must be at least 0");
        }
        return empty(call, new Operation.SetTimeout(Duration.ofSeconds(seconds)));
    }

    private Answer refresh(Call call) {
        int seconds = call.optionalBody().integer("duration").orElse(0);
        if (seconds < 0 || seconds > LONGEST_REFRESH) {
            throw InvalidRequest.schema(
                    "request body has an error: doesn't match schema: Error at \"/duration\": number must be between 0 and 3600");
        }
        return empty(call, new Operation.Refresh(Duration.ofSeconds(seconds)));
    }

    private Answer network(Call call) {
        Optional<Sandbox> sandbox = regions.find(call);
        if (sandbox.isEmpty()) {
            return Refusals.unknown(call.variable());
        }
        NetworkPolicy policy = NetworkRules.ofUpdate(call.body(), sandbox.get().network());
        return answer(call, sandboxes.reconfigure(call.sandboxId(), policy), Answer.empty(204));
    }

    private Answer empty(Call call, Operation operation) {
        if (regions.find(call).isEmpty()) {
            return Refusals.unknown(call.variable());
        }
        return answer(call, sandboxes.perform(call.sandboxId(), operation), Answer.empty(204));
    }

    private Answer access(Call call, Operation operation) {
        Optional<Sandbox> sandbox = regions.find(call);
        if (sandbox.isEmpty()) {
            return Refusals.unknown(call.variable());
        }
        Outcome outcome = sandboxes.perform(call.sandboxId(), operation);
        int status = outcome instanceof Outcome.AsItWas ? 200 : 201;
        return answer(call, outcome, Answer.of(status, SandboxView.access(sandbox.get(), domain)));
    }

    private Answer answer(Call call, Outcome outcome, Answer success) {
        return switch (outcome) {
            case Outcome.AsItWas _, Outcome.Performed _ -> success;
            case Outcome.Refused(var refusal) -> refusals.of(refusal, call.variable());
            case Outcome.Failed _ ->
                    Answer.problem(
                            500, "The sandbox could not be changed", "internal_server_error");
        };
    }
}
