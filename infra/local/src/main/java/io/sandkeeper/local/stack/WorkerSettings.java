package io.sandkeeper.local.stack;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a worker and the sandbox server learn where the other parts are. */
final class WorkerSettings {
    /** Only the local sandbox server accepts it. It looks like one of E2B, for E2B's own tools. */
    static final String LOCAL_KEY = "e2b_" + "0".repeat(40);

    private WorkerSettings() {}

    static List<String> arguments(URI address) {
        return List.of("--server.port=" + address.getPort(), "--sandkeeper.fleet.name=local");
    }

    /** Addresses may hold passwords, and an environment is only its owner's to see. */
    static Map<String, String> environment(Plan plan) {
        var environment = new LinkedHashMap<String, String>(cloud(plan));
        environment.put("SANDKEEPER_KAFKA_BOOTSTRAPSERVERS", plan.bootstrapServers());
        environment.put("SANDKEEPER_MONGODB_URI", plan.mongodbUri());
        return environment;
    }

    /** E2B's own variables. Those of the shell around us that lead elsewhere are overridden. */
    static Map<String, String> cloud(Plan plan) {
        var address = plan.sandboxes().toString();
        if (plan.cloud().isPresent()) {
            return Map.of("E2B_API_URL", address, "E2B_API_KEY", plan.cloud().get().key());
        }
        return Map.of(
                "E2B_API_URL", address,
                "E2B_SANDBOX_URL", address,
                "E2B_DOMAIN", "localhost:" + plan.ports().sandboxes(),
                "E2B_API_KEY", LOCAL_KEY);
    }
}
