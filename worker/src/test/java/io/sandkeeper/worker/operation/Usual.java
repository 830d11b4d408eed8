package io.sandkeeper.worker.operation;

import io.sandkeeper.worker.session.Lifespan;
import io.sandkeeper.worker.session.Policy;

import java.time.Duration;

/** The settings of operations in tests. */
public final class Usual {
    static final String ROOT = "/home/user/project";

    private Usual() {}

    static OperationSettings settings(String fleet) {
        return settings(fleet, Lifespan.DEFAULT);
    }

    public static OperationSettings settings(String fleet, Lifespan lifespan) {
        return new OperationSettings(
                fleet,
                "base",
                lifespan,
                Duration.ofSeconds(10),
                Duration.ofMinutes(2),
                Duration.ofSeconds(1),
                ROOT,
                Policy.DEFAULT.operationTime());
    }
}
