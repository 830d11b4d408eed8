package io.sandkeeper.sandboxserver.control;

import io.sandkeeper.sandboxserver.sandbox.Copies;
import io.sandkeeper.sandboxserver.sandbox.Creation;
import io.sandkeeper.sandboxserver.sandbox.Outcome;
import io.sandkeeper.sandboxserver.sandbox.Refusal;
import io.sandkeeper.sandboxserver.template.Template;
import io.sandkeeper.sandboxserver.template.Templates;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Templates, and what becomes one: snapshots, and forks which are gone with their use. */
final class Catalogue {
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9][a-z0-9_-]{0,127}(:[a-zA-Z0-9._-]{1,128})?");
    private static final Duration FORK_TIMEOUT = Duration.ofSeconds(15);
    private static final int MOST_FORKS = 100;

    private final Templates templates;
    private final Copies copies;
    private final Creations creations;
    private final Regions regions;
    private final Refusals refusals;

    Catalogue(Parts parts, Creations creations, Regions regions) {
        this.templates = parts.templates();
        this.copies = parts.copies();
        this.creations = creations;
        this.regions = regions;
        this.refusals = new Refusals(parts.sandboxes());
    }

    record SnapshotView(String snapshotID, List<String> names) {}

    record Fork(@Nullable Object sandbox, @Nullable Object error) {}

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("snapshot", "POST /sandboxes/*/snapshots", this::snapshot),
                Endpoint.of("snapshots", "GET /snapshots", this::snapshots),
                Endpoint.of("fork", "POST /sandboxes/*/fork", this::fork),
                Endpoint.of("templates", "GET /templates", this::templates),
                Endpoint.of("templates", "GET /v2/templates", this::templates),
                Endpoint.of("templates", "GET /templates/aliases/*", this::alias),
                Endpoint.of("templates", "GET /templates/*", this::template),
                Endpoint.of("delete-template", "DELETE /templates/*", this::delete));
    }

    private Answer snapshot(Call call) {
        if (regions.find(call).isEmpty()) {
            return Refusals.unknown(call.variable());
        }
        Optional<String> name = call.optionalBody().optionalText("name").filter(n -> !n.isEmpty());
        if (name.filter(n -> !NAME.matcher(n).matches()).isPresent()) {
            throw InvalidRequest.because("Invalid snapshot name: " + name.get());
        }
        return answer(call, performed(() -> copies.snapshot(call.sandboxId(), name)));
    }

    private Answer fork(Call call) {
        if (regions.find(call).isEmpty()) {
            return Refusals.unknown(call.variable());
        }
        Body body = call.optionalBody();
        int count = body.integer("count").orElse(1);
        if (count < 1 || count > MOST_FORKS) {
            throw InvalidRequest.schema(
                    "request body has an error: doesn't match schema: Error at \"/count\": number must be between 1 and 100");
        }
        Duration timeout = body.timeout("timeout").orElse(FORK_TIMEOUT);
        return answer(call, performed(() -> copies.fork(call.sandboxId(), count, timeout)));
    }

    private Answer answer(Call call, Copies.Result result) {
        return switch (result) {
            case Copies.Result.Snapshot(Template template) -> Answer.of(201, view(template));
            case Copies.Result.Forks(List<Creation> made) ->
                    Answer.of(201, made.stream().map(this::fork).toList());
            case Copies.Result.None(Outcome.Refused(Refusal refusal)) ->
                    refusals.of(refusal, call.variable());
            case Copies.Result.None _ ->
                    Answer.problem(500, "The sandbox could not be copied", "internal_server_error");
        };
    }

    private Fork fork(Creation creation) {
        Answer answer = creations.answer(creation);
        Object body = answer.body().orElseThrow();
        return answer.isSuccess() ? new Fork(body, null) : new Fork(null, body);
    }

    private static SnapshotView view(Template snapshot) {
        String id = snapshot.names().isEmpty() ? snapshot.id() : snapshot.names().getFirst();
        return new SnapshotView(id, snapshot.names());
    }

    private Answer snapshots(Call call) {
        Optional<String> origin = call.query().first("sandboxID").filter(id -> !id.isEmpty());
        Optional<Template> named =
                call.query().first("name").filter(n -> !n.isEmpty()).flatMap(templates::find);
        boolean byName = call.query().first("name").filter(n -> !n.isEmpty()).isPresent();
        List<Template> matching =
                templates.snapshots().stream()
                        .filter(snapshot -> origin.isEmpty() || snapshot.origin().equals(origin))
                        .filter(snapshot -> !byName || named.filter(snapshot::equals).isPresent())
                        .toList();
        Page<Template> page =
                Page.of(
                        matching,
                        Cursor.Order.DESC,
                        Template::createdAt,
                        Template::id,
                        call.query());
        return page.mark(Answer.of(200, page.items().stream().map(Catalogue::view).toList()));
    }

    private Answer templates(Call call) {
        Page<Template> page =
                Page.of(
                        templates.all(),
                        Cursor.Order.DESC,
                        Template::createdAt,
                        Template::id,
                        call.query());
        return page.mark(Answer.of(200, page.items().stream().map(Catalogue::full).toList()));
    }

    private Answer template(Call call) {
        return templates
                .find(call.variable())
                .map(
                        template -> {
                            Map<String, Object> full = full(template);
                            full.put("builds", List.of(build(template)));
                            return Answer.of(200, full);
                        })
                .orElseGet(() -> unknown(call));
    }

    private Answer alias(Call call) {
        return templates
                .find(call.variable())
                .map(
                        template ->
                                Answer.of(
                                        200,
                                        Map.of(
                                                "templateID",
                                                template.id(),
                                                "public",
                                                !template.isSnapshot())))
                .orElseGet(() -> unknown(call));
    }

    private static Answer unknown(Call call) {
        return Answer.problem(404, "template '%s' not found".formatted(call.variable()));
    }

    private static Map<String, Object> full(Template template) {
        var full = new LinkedHashMap<String, Object>();
        full.put("templateID", template.id());
        full.put("buildID", template.buildId());
        full.put("names", template.names());
        full.put("aliases", template.isSnapshot() ? List.of() : List.of(template.id()));
        full.put("public", !template.isSnapshot());
        full.put("cpuCount", Template.CPUS);
        full.put("memoryMB", Template.MEMORY_MB);
        full.put("diskSizeMB", Template.DISK_MB);
        full.put("createdAt", SandboxView.time(template.createdAt()));
        full.put("updatedAt", SandboxView.time(template.createdAt()));
        full.put("spawnCount", 0);
        full.put("buildCount", 1);
        full.put("envdVersion", SandboxView.DAEMON_VERSION);
        full.put("buildStatus", "ready");
        return full;
    }

    private static Map<String, Object> build(Template template) {
        return Map.of(
                "buildID",
                template.buildId(),
                "status",
                "ready",
                "createdAt",
                SandboxView.time(template.createdAt()),
                "cpuCount",
                Template.CPUS,
                "memoryMB",
                Template.MEMORY_MB);
    }

    private Answer delete(Call call) {
        Optional<Template> template = templates.find(call.variable());
        if (template.isEmpty()) {
            return unknown(call);
        }
        if (!template.get().isSnapshot()) {
            return Answer.problem(
                    403, "template '%s' belongs to the server".formatted(call.variable()));
        }
        return performed(
                () -> {
                    copies.delete(template.get());
                    return Answer.empty(204);
                });
    }

    @FunctionalInterface
    private interface FileWork<T> {
        T perform() throws IOException;
    }

    private static <T> T performed(FileWork<T> work) {
        try {
            return work.perform();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
