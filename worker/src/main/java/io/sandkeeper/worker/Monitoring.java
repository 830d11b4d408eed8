package io.sandkeeper.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.sandkeeper.worker.door.Door;
import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.monitor.Monitor;
import io.sandkeeper.worker.monitor.MonitorRules;
import io.sandkeeper.worker.platform.Platform;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.settings.HealthSettings;
import io.sandkeeper.worker.store.SessionStore;
import io.sandkeeper.worker.store.mongo.MongoCensus;

import org.springframework.stereotype.Component;

import java.time.InstantSource;
import java.util.stream.Collectors;

/** How running sessions are looked after. */
@Component
final class Monitoring {
    private final HealthSettings settings;
    private final MeterRegistry meters;
    private final InstantSource clock;

    Monitoring(HealthSettings settings, MeterRegistry meters, InstantSource clock) {
        this.settings = settings;
        this.meters = meters;
        this.clock = clock;
    }

    /** Not started yet. */
    Monitor monitor(
            Regions regions, Mongo mongo, SessionStore store, Door door, Platform platform) {
        return new Monitor(
                regions.sites(),
                new Monitor.Known(store, new MongoCensus(mongo)),
                new Monitor.Ways(door, platform),
                new MonitorRules(
                        settings.enabled(),
                        settings.interval(),
                        settings.whenUsed(),
                        settings.timeLimit(),
                        settings.atOnce(),
                        settings.only().stream()
                                .map(SessionId::new)
                                .collect(Collectors.toUnmodifiableSet())),
                meters,
                clock);
    }
}
