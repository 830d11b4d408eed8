package io.sandkeeper.sandboxserver.control;

import io.sandkeeper.sandboxserver.sandbox.Appearance;
import io.sandkeeper.sandboxserver.sandbox.Sandbox;
import io.sandkeeper.sandboxserver.template.Template;
import io.sandkeeper.sandboxserver.template.Templates;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sandboxes shown alone and in lists. */
final class Views {
    private final Regions regions;
    private final Templates templates;
    private final String domain;

    /**
     * A sandbox and how it looked when the list was made; its state may change while it is sorted.
     */
    private record Seen(Sandbox sandbox, Appearance look) {
        Instant startedAt() {
            return look.startedAt();
        }

        String id() {
            return sandbox.id();
        }
    }

    Views(Regions regions, Templates templates, String domain) {
        this.regions = regions;
        this.templates = templates;
        this.domain = domain;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("get", "GET /sandboxes/*", this::one),
                Endpoint.of("list", "GET /sandboxes", this::listV1),
                Endpoint.of("list", "GET /v2/sandboxes", this::listV2));
    }

    private Answer one(Call call) {
        return regions.find(call)
                .flatMap(
                        sandbox ->
                                sandbox.look()
                                        .map(look -> SandboxView.detail(sandbox, look, domain)))
                .map(detail -> Answer.of(200, detail))
                .orElseGet(() -> Refusals.unknown(call.variable()));
    }

    private Answer listV1(Call call) {
        List<Seen> running =
                seen(call).stream()
                        .filter(seen -> seen.look().state() == Appearance.Shown.RUNNING)
                        .sorted(Cursor.Order.DESC.by(Seen::startedAt, Seen::id))
                        .toList();
        return Answer.of(200, listed(running));
    }

    private Answer listV2(Call call) {
        Query query = call.query();
        Set<Appearance.Shown> states = states(query);
        Cursor.Order order = order(query);
        Optional<Instant> after = query.time("startedAfter");
        Optional<String> template = template(query);
        List<Seen> matching =
                seen(call).stream()
                        .filter(seen -> after.isEmpty() || seen.startedAt().isAfter(after.get()))
                        .filter(
                                seen ->
                                        template.isEmpty()
                                                || template.get()
                                                        .equals(seen.sandbox().templateId()))
                        .toList();
        List<Seen> wanted =
                matching.stream().filter(seen -> states.contains(seen.look().state())).toList();
        Page<Seen> page = Page.of(wanted, order, Seen::startedAt, Seen::id, query);
        Answer answer = page.mark(Answer.of(200, listed(page.items())));
        if (!states.contains(Appearance.Shown.RUNNING)) {
            return answer;
        }
        long running =
                matching.stream().filter(s -> s.look().state() == Appearance.Shown.RUNNING).count();
        return answer.with("X-Total-Running", String.valueOf(running));
    }

    private List<Seen> seen(Call call) {
        Optional<MetadataFilter> filter =
                call.query().first("metadata").filter(m -> !m.isEmpty()).map(MetadataFilter::parse);
        return regions.all(call).stream()
                .filter(
                        sandbox ->
                                filter.isEmpty()
                                        || filter.get().matches(sandbox.profile().metadata()))
                .flatMap(sandbox -> sandbox.look().map(look -> new Seen(sandbox, look)).stream())
                .toList();
    }

    private static List<SandboxView.Listed> listed(List<Seen> all) {
        return all.stream().map(seen -> SandboxView.listed(seen.sandbox(), seen.look())).toList();
    }

    private static Set<Appearance.Shown> states(Query query) {
        var states = EnumSet.noneOf(Appearance.Shown.class);
        for (String word : query.list("state")) {
            states.add(
                    switch (word) {
                        case "running" -> Appearance.Shown.RUNNING;
                        case "paused" -> Appearance.Shown.PAUSED;
                        default ->
                                throw InvalidRequest.schema(
                                        "parameter \"state\" in query has an error: value is not one of the allowed values [\"running\",\"paused\"]");
                    });
        }
        return states.isEmpty() ? EnumSet.allOf(Appearance.Shown.class) : states;
    }

    private static Cursor.Order order(Query query) {
        return switch (query.first("order").orElse("desc")) {
            case "desc" -> Cursor.Order.DESC;
            case "asc" -> Cursor.Order.ASC;
            default ->
                    throw InvalidRequest.schema(
                            "parameter \"order\" in query has an error: value is not one of the allowed values [\"asc\",\"desc\"]");
        };
    }

    private Optional<String> template(Query query) {
        Optional<String> reference = query.first("template").filter(text -> !text.isEmpty());
        if (reference.filter(text -> text.indexOf(':') >= 0).isPresent()) {
            throw InvalidRequest.because("Invalid template filter: a tag is not possible here");
        }
        return reference.map(text -> templates.find(text).map(Template::id).orElse(text));
    }
}
