package io.sandkeeper.worker.monitor;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.sandkeeper.worker.session.Health;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What monitoring finds and costs, in figures. */
final class MonitorMeters {
    private static final String CHECKS = "sandkeeper.health.checks";

    private final MeterRegistry registry;
    private final Map<Health, Counter> results = new EnumMap<>(Health.class);
    private final Counter asleep;
    private final Counter held;
    private final Counter dropped;
    private final Timer time;

    MonitorMeters(MeterRegistry registry) {
        this.registry = registry;
        for (var health : Health.values()) {
            results.put(health, checks(registry, health.name().toLowerCase(Locale.ROOT)));
        }
        this.asleep = checks(registry, "asleep");
        this.held =
                Counter.builder("sandkeeper.health.held")
                        .description("verdicts that were not given because a whole region is dark")
                        .register(registry);
        this.dropped =
                Counter.builder("sandkeeper.health.doubts.dropped")
                        .description("observations of sessions that are not known here")
                        .register(registry);
        this.time =
                Timer.builder("sandkeeper.health.time")
                        .description("how long one look at a sandbox takes")
                        .register(registry);
    }

    private static Counter checks(MeterRegistry registry, String result) {
        return registry.counter(CHECKS, "result", result);
    }

    void looked(Finding finding, Duration took) {
        switch (finding) {
            case Finding.Seen(var health, _) -> {
                var counter = results.get(health);
                if (counter != null) {
                    counter.increment();
                }
            }
            case Finding.Asleep _ -> asleep.increment();
        }
        time.record(took);
    }

    void held() {
        held.increment();
    }

    void dropped() {
        dropped.increment();
    }

    void watch(Site site, Ward ward) {
        var tags = Tags.of("provider", site.name(), "region", site.region().orElse("-"));
        Gauge.builder("sandkeeper.health.monitored", ward, Ward::count)
                .description("sessions that this worker checks")
                .tags(tags)
                .register(registry);
        Gauge.builder("sandkeeper.health.dark", ward, one -> one.isDark() ? 1 : 0)
                .description("1 while most of a region's sandboxes do not answer")
                .tags(tags)
                .register(registry);
    }
}
