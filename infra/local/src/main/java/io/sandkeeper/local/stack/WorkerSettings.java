package io.sandkeeper.local.stack;

import java.net.URI;
import java.util.List;
import java.util.Map;

/** How a worker learns where the other parts are. */
final class WorkerSettings {
    private WorkerSettings() {}

    static List<String> arguments(Plan plan, URI address) {
        return List.of(
                "--server.port=" + address.getPort(),
                "--spring.kafka.bootstrap-servers=" + plan.bootstrapServers());
    }

    /** What may hold a password. */
    static Map<String, String> environment(Plan plan) {
        return Map.of("SPRING_MONGODB_URI", plan.mongodbUri());
    }
}
