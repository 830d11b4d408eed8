package io.sandkeeper.worker.health;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** A vital as the health endpoint shows it. */
public final class VitalHealth implements HealthIndicator {
    private final Vital vital;

    public VitalHealth(Vital vital) {
        this.vital = vital;
    }

    @Override
    public Health health() {
        return vital.complaint()
                .map(complaint -> Health.down().withDetail("complaint", complaint).build())
                .orElseGet(() -> Health.up().build());
    }
}
