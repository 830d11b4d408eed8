package io.sandkeeper.worker;

import io.sandkeeper.worker.health.Remembered;
import io.sandkeeper.worker.health.Vital;
import io.sandkeeper.worker.health.VitalHealth;

import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Duration;

/**
 * What an orchestrator asks. Liveness looks at this process alone: a worker that is killed because
 * the broker or the store is away would only add to the trouble. Readiness looks at both.
 */
@Configuration(proxyBeanMethods = false)
class Probes {
    /** Probes usually wait for one second. */
    private static final Duration LIMIT = Duration.ofMillis(900);

    private static final Duration FRESH = Duration.ofSeconds(2);

    /**
     * @param pollLoops whether the consumers' loops go round
     * @param kafka whether the broker answers
     * @param store whether the store answers
     */
    record Vitals(Vital pollLoops, Vital kafka, Vital store) {}

    @Bean
    HealthIndicator pollLoopsHealthIndicator(Vitals vitals) {
        return new VitalHealth(vitals.pollLoops());
    }

    @Bean
    HealthIndicator kafkaHealthIndicator(Vitals vitals) {
        return new VitalHealth(remembered(vitals.kafka()));
    }

    @Bean
    HealthIndicator storeHealthIndicator(Vitals vitals) {
        return new VitalHealth(remembered(vitals.store()));
    }

    private static Vital remembered(Vital vital) {
        return new Remembered(vital, LIMIT, FRESH, System::nanoTime);
    }
}
