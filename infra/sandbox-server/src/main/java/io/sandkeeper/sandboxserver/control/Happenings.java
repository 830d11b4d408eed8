package io.sandkeeper.sandboxserver.control;

import io.sandkeeper.sandboxserver.events.Delivery;
import io.sandkeeper.sandboxserver.events.Event;
import io.sandkeeper.sandboxserver.events.EventLog;
import io.sandkeeper.sandboxserver.events.Webhook;
import io.sandkeeper.sandboxserver.events.Webhooks;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The events API and its webhooks. */
final class Happenings {
    private static final int USUAL_EVENTS = 10;

    private final EventLog events;
    private final Webhooks webhooks;
    private final InstantSource time;

    Happenings(EventLog events, Webhooks webhooks, InstantSource time) {
        this.events = events;
        this.webhooks = webhooks;
        this.time = time;
    }

    record Hook(
            String id,
            String teamId,
            String createdAt,
            String name,
            String url,
            boolean enabled,
            List<String> events) {}

    record AttemptView(
            String timestamp, boolean success, @Nullable Integer statusCode, String error) {}

    record DeliveryView(
            String id,
            String eventId,
            String eventType,
            String sandboxId,
            String deliveryStatus,
            List<AttemptView> attempts) {}

    record Deliveries(List<DeliveryView> data, @Nullable String nextCursor) {}

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of(
                        "events", "GET /events/sandboxes", call -> events(call, Optional.empty())),
                Endpoint.of(
                        "events",
                        "GET /events/sandboxes/*",
                        call -> events(call, Optional.of(call.sandboxId().text()))),
                Endpoint.of("webhooks", "POST /events/webhooks", this::add),
                Endpoint.of("webhooks", "GET /events/webhooks", this::all),
                Endpoint.of(
                        "webhooks", "GET /events/webhooks/*", call -> with(call, Happenings::one)),
                Endpoint.of(
                        "webhooks", "PATCH /events/webhooks/*", call -> with(call, this::change)),
                Endpoint.of(
                        "webhooks", "DELETE /events/webhooks/*", call -> with(call, this::remove)),
                Endpoint.of(
                        "webhooks",
                        "GET /events/webhooks/*/deliveries",
                        call -> with(call, this::deliveries)),
                Endpoint.of(
                        "webhooks",
                        "GET /events/webhooks/*/stats",
                        call -> with(call, this::stats)));
    }

    private Answer events(Call call, Optional<String> sandbox) {
        Query query = call.query();
        List<String> types = query.list("types");
        int offset = query.integer("offset", 0, Integer.MAX_VALUE, 0);
        int limit = query.integer("limit", 1, 100, USUAL_EVENTS);
        var all = new ArrayList<Event>(events.of(call.region()));
        if (!query.flag("orderAsc")) {
            Collections.reverse(all);
        }
        return Answer.of(
                200,
                all.stream()
                        .filter(e -> sandbox.isEmpty() || sandbox.get().equals(e.sandboxId()))
                        .filter(e -> types.isEmpty() || types.contains(e.type()))
                        .skip(offset)
                        .limit(limit)
                        .toList());
    }

    private interface HookAction {
        Answer answer(Call call, Webhook hook);
    }

    private Answer with(Call call, HookAction action) {
        return webhooks.find(call.region(), call.variable())
                .map(hook -> action.answer(call, hook))
                .orElseGet(() -> Answer.problem(404, "Webhook not found"));
    }

    private Answer add(Call call) {
        Body body = call.body();
        var hook =
                new Webhook(
                        UUID.randomUUID().toString(),
                        call.region(),
                        time.instant(),
                        body.text("name"),
                        url(body.text("url")),
                        body.flag("enabled").orElse(true),
                        body.texts("events"),
                        new Webhook.Secret(body.text("signatureSecret")));
        return webhooks.add(hook)
                ? Answer.of(201, view(hook))
                : Answer.problem(429, "Webhook limit reached");
    }

    private static URI url(String text) {
        try {
            URI url = URI.create(text);
            if (List.of("http", "https").contains(String.valueOf(url.getScheme()))
                    && url.getHost() != null) {
                return url;
            }
        } catch (IllegalArgumentException malformed) {
            throw InvalidRequest.because("Invalid webhook URL");
        }
        throw InvalidRequest.because("Invalid webhook URL");
    }

    private Answer all(Call call) {
        return Answer.of(200, webhooks.of(call.region()).stream().map(Happenings::view).toList());
    }

    private static Answer one(Call call, Webhook hook) {
        return Answer.of(200, view(hook));
    }

    private Answer change(Call call, Webhook hook) {
        Body body = call.body();
        var changed =
                new Webhook(
                        hook.id(),
                        hook.region(),
                        hook.createdAt(),
                        body.optionalText("name").orElse(hook.name()),
                        body.optionalText("url").map(Happenings::url).orElse(hook.url()),
                        body.flag("enabled").orElse(hook.enabled()),
                        body.has("events") ? body.texts("events") : hook.events(),
                        body.optionalText("signatureSecret")
                                .map(Webhook.Secret::new)
                                .orElse(hook.secret()));
        webhooks.replace(changed);
        return Answer.of(200, view(changed));
    }

    private Answer remove(Call call, Webhook hook) {
        webhooks.remove(hook);
        return Answer.empty(200);
    }

    private static Hook view(Webhook hook) {
        return new Hook(
                hook.id(),
                EventLog.TEAM_ID,
                SandboxView.time(hook.createdAt()),
                hook.name(),
                hook.url().toString(),
                hook.enabled(),
                hook.events());
    }

    private Answer deliveries(Call call, Webhook hook) {
        Query query = call.query();
        int limit = query.integer("limit", 1, 100, 100);
        int start = query.integer("cursor", 0, Integer.MAX_VALUE, 0);
        Optional<String> status = query.first("deliveryStatus");
        Optional<String> type = query.first("eventType");
        var all = new ArrayList<Delivery>(webhooks.deliveries(hook));
        if (!query.flag("orderAsc")) {
            Collections.reverse(all);
        }
        List<DeliveryView> matching =
                all.stream()
                        .map(Happenings::view)
                        .filter(d -> status.isEmpty() || status.get().equals(d.deliveryStatus()))
                        .filter(d -> type.isEmpty() || type.get().equals(d.eventType()))
                        .toList();
        boolean more = matching.size() > start + limit;
        return Answer.of(
                200,
                new Deliveries(
                        matching.stream().skip(start).limit(limit).toList(),
                        more ? String.valueOf(start + limit) : null));
    }

    private static DeliveryView view(Delivery delivery) {
        return new DeliveryView(
                delivery.id(),
                delivery.event().id(),
                delivery.event().type(),
                delivery.event().sandboxId(),
                delivery.succeeded() ? "success" : "failed",
                delivery.attempts().stream()
                        .map(
                                a ->
                                        new AttemptView(
                                                a.timestamp(),
                                                a.succeeded(),
                                                a.status().orElse(null),
                                                a.error()))
                        .toList());
    }

    private Answer stats(Call call, Webhook hook) {
        List<Delivery> all = webhooks.deliveries(hook);
        long good = all.stream().filter(Delivery::succeeded).count();
        return Answer.of(
                200, Map.of("total", all.size(), "success", good, "failed", all.size() - good));
    }
}
