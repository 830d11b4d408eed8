package io.sandkeeper.sandboxserver.events;

import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * Where events are sent to.
 *
 * @param events the types that it wants
 */
public record Webhook(
        String id,
        String region,
        Instant createdAt,
        String name,
        URI url,
        boolean enabled,
        List<String> events,
        Secret secret) {
    /** What deliveries are signed with. */
    public record Secret(String text) {
        @Override
        public String toString() {
            return "secret";
        }
    }

    boolean wants(String region, Event event) {
        return enabled && this.region.equals(region) && events.contains(event.type());
    }
}
