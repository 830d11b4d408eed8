package io.sandkeeper.worker.monitor;

import io.sandkeeper.worker.session.Health;

/** What one look at a sandbox showed. */
sealed interface Finding {
    /**
     * @param evidence what was seen, for a person; the last thing first
     */
    record Seen(Health health, String evidence) implements Finding {}

    /** It sleeps at the provider: whether it is well does not matter now. */
    record Asleep() implements Finding {}

    static Finding healthy(String evidence) {
        return new Seen(Health.HEALTHY, evidence);
    }

    default boolean isWell() {
        return switch (this) {
            case Seen(var health, _) -> health == Health.HEALTHY;
            case Asleep _ -> true;
        };
    }
}
