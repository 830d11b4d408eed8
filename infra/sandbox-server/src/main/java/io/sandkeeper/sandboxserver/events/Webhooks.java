package io.sandkeeper.sandboxserver.events;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The registered webhooks, and what was delivered to them. */
public final class Webhooks implements AutoCloseable {
    private static final int MOST = 100;

    private final Map<String, Webhook> hooks = new ConcurrentHashMap<>();
    private final Courier courier;

    public Webhooks(Courier courier) {
        this.courier = courier;
    }

    /** False when there are too many. */
    public synchronized boolean add(Webhook hook) {
        if (hooks.size() >= MOST) {
            return false;
        }
        hooks.put(hook.id(), hook);
        return true;
    }

    /** Changes one that is there. */
    public void replace(Webhook hook) {
        hooks.replace(hook.id(), hook);
    }

    public Optional<Webhook> find(String region, String id) {
        return Optional.ofNullable(hooks.get(id)).filter(hook -> hook.region().equals(region));
    }

    public List<Webhook> of(String region) {
        return hooks.values().stream()
                .filter(hook -> hook.region().equals(region))
                .sorted(Comparator.comparing(Webhook::createdAt).thenComparing(Webhook::id))
                .toList();
    }

    public void remove(Webhook hook) {
        hooks.remove(hook.id());
        courier.forget(hook.id());
    }

    /** Sends an event to whoever wants it, without waiting. */
    public void announce(String region, Event event) {
        for (Webhook hook : hooks.values()) {
            if (hook.wants(region, event)) {
                courier.send(hook, event);
            }
        }
    }

    /** The oldest first. */
    public List<Delivery> deliveries(Webhook hook) {
        return courier.deliveries(hook.id());
    }

    @Override
    public void close() {
        courier.close();
    }
}
