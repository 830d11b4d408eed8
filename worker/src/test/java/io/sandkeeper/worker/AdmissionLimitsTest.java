package io.sandkeeper.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sandkeeper.worker.admission.Limits;
import io.sandkeeper.worker.platform.LaneId;
import io.sandkeeper.worker.settings.AdmissionSettings;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

class AdmissionLimitsTest {
    private static Limits limits(Map<String, String> properties) {
        var source = new MapConfigurationPropertySource(properties);
        return AdmissionLimits.of(
                new Binder(source).bindOrCreate("sandkeeper.admission", AdmissionSettings.class),
                Set.of());
    }

    @Test
    void are_the_documented_ones_by_default() {
        assertThat(limits(Map.of())).isEqualTo(Limits.DEFAULT);
    }

    @Test
    void are_set_by_account_region_and_operation() {
        var limits =
                limits(
                        Map.of(
                                "sandkeeper.admission.creations-per-second", "5",
                                "sandkeeper.admission.concurrency", "20",
                                "sandkeeper.admission.regions.eu.creations-per-second", "1",
                                "sandkeeper.admission.budget.create", "100",
                                "sandkeeper.admission.budget-window", "10m"));

        assertThat(limits.byDefault()).isEqualTo(new Limits.Account(5, 20));
        assertThat(limits.regions()).isEqualTo(Map.of("eu", new Limits.Account(1, 0)));
        assertThat(limits.budget())
                .isEqualTo(
                        new Limits.Budget(
                                Duration.ofMinutes(10), Map.of(LaneId.Operation.CREATE, 100L)));
    }

    @Test
    void that_make_no_sense_are_refused_with_the_key() {
        assertThatThrownBy(() -> limits(Map.of("sandkeeper.admission.budget.kill", "5")))
                .isInstanceOf(BindException.class)
                .hasStackTraceContaining("sandkeeper.admission.budget.kill");
        assertThatThrownBy(() -> limits(Map.of("sandkeeper.admission.failures", "30")))
                .hasStackTraceContaining("sandkeeper.admission.failures");
    }
}
