package io.sandkeeper.sandboxserver.control;

import io.sandkeeper.sandboxserver.sandbox.Blueprint;
import io.sandkeeper.sandboxserver.sandbox.Creation;
import io.sandkeeper.sandboxserver.sandbox.CreationRate;
import io.sandkeeper.sandboxserver.sandbox.Sandboxes;
import io.sandkeeper.sandboxserver.template.Template;
import io.sandkeeper.sandboxserver.template.Templates;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The creation of sandboxes, in both versions of the protocol. */
final class Creations {
    private static final Duration V1_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration V2_TIMEOUT = Duration.ofMinutes(5);

    private final Sandboxes sandboxes;
    private final Templates templates;
    private final Optional<CreationRate> rate;
    private final Optional<Idempotency> idempotency;
    private final String domain;
    private final InstantSource time;

    Creations(Parts parts, String domain, InstantSource time) {
        this.sandboxes = parts.sandboxes();
        this.templates = parts.templates();
        this.rate = parts.rate();
        this.idempotency =
                parts.idempotentCreation() ? Optional.of(new Idempotency()) : Optional.empty();
        this.domain = domain;
        this.time = time;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("create", "POST /sandboxes", call -> once(call, V1_TIMEOUT)),
                Endpoint.of("create", "POST /v2/sandboxes", call -> once(call, V2_TIMEOUT)));
    }

    private Answer once(Call call, Duration usualTimeout) {
        return idempotency
                .map(keys -> keys.once(call, () -> limited(call, usualTimeout)))
                .orElseGet(() -> limited(call, usualTimeout));
    }

    private Answer limited(Call call, Duration usualTimeout) {
        if (rate.isEmpty()) {
            return create(call, usualTimeout);
        }
        CreationRate.Ruling ruling = rate.get().ask(time.instant());
        if (ruling.allowed()) {
            return mark(create(call, usualTimeout), ruling);
        }
        return mark(Answer.problem(429, "Rate limit exceeded, please try again later."), ruling)
                .with("Retry-After", String.valueOf(seconds(ruling)));
    }

    private static Answer mark(Answer answer, CreationRate.Ruling ruling) {
        return answer.with("RateLimit-Limit", String.valueOf(ruling.limit()))
                .with("RateLimit-Remaining", String.valueOf(ruling.remaining()))
                .with("RateLimit-Reset", String.valueOf(seconds(ruling)));
    }

    /** Whole seconds, and never so few that the client comes back too early. */
    private static long seconds(CreationRate.Ruling ruling) {
        return Math.max(1, ruling.reset().plusMillis(999).toSeconds());
    }

    private Answer create(Call call, Duration usualTimeout) {
        Body body = call.body();
        String reference = body.text("templateID");
        Optional<Template> template = templates.find(reference);
        if (template.isEmpty()) {
            NewSandbox.read(body, call.region(), Templates.NONE, usualTimeout);
            return Answer.problem(404, "template '%s' not found".formatted(reference));
        }
        Blueprint blueprint = NewSandbox.read(body, call.region(), template.get(), usualTimeout);
        return answer(sandboxes.create(blueprint));
    }

    /** Also for one of several forks. */
    Answer answer(Creation creation) {
        return switch (creation) {
            case Creation.Created(var sandbox) ->
                    Answer.of(201, SandboxView.access(sandbox, domain));
            case Creation.Refused(var refusal) -> new Refusals(sandboxes).of(refusal, "");
            case Creation.Failed _ ->
                    Answer.problem(500, "Failed to create sandbox", "sandbox_create_failed");
        };
    }
}
