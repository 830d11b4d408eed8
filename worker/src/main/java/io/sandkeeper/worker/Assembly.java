package io.sandkeeper.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.sandkeeper.worker.door.Lanes;
import io.sandkeeper.worker.due.AlarmClock;
import io.sandkeeper.worker.due.DueWatch;
import io.sandkeeper.worker.fleet.Fleet;
import io.sandkeeper.worker.fleet.mongo.MongoRoster;
import io.sandkeeper.worker.herald.kafka.KafkaHerald;
import io.sandkeeper.worker.intake.Understanding;
import io.sandkeeper.worker.intake.kafka.KafkaIntake;
import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.mongo.MongoSettings;
import io.sandkeeper.worker.operation.OperationSettings;
import io.sandkeeper.worker.operation.Providers;
import io.sandkeeper.worker.operation.Workforce;
import io.sandkeeper.worker.session.Lifecycle;
import io.sandkeeper.worker.session.Policy;
import io.sandkeeper.worker.settings.FleetSettings;
import io.sandkeeper.worker.settings.KafkaSettings;
import io.sandkeeper.worker.settings.ProviderSettings;
import io.sandkeeper.worker.settings.SandboxSettings;
import io.sandkeeper.worker.settings.StoreSettings;
import io.sandkeeper.worker.spec.mongo.MongoSpecStore;
import io.sandkeeper.worker.store.mongo.MongoSessionStore;

import org.apache.kafka.clients.producer.Producer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.UUID;

/** How a worker is put together. The only place that knows all of its parts. */
@Configuration(proxyBeanMethods = false)
class Assembly {
    /** Stored times have milliseconds: what is decided on must be what is read again. */
    @Bean
    InstantSource clock() {
        return Clock.tickMillis(ZoneOffset.UTC);
    }

    @Bean(destroyMethod = "close")
    Mongo mongo(StoreSettings settings) {
        return Mongo.connect(
                new MongoSettings(
                        settings.uri(),
                        settings.database(),
                        settings.connections(),
                        settings.timeout()));
    }

    @Bean(destroyMethod = "close")
    Regions regions(ProviderSettings settings, InstantSource clock) {
        return Regions.of(settings, clock);
    }

    @Bean
    House house(
            FleetSettings fleetSettings,
            KafkaSettings kafka,
            StoreSettings storeSettings,
            SandboxSettings sandbox,
            Mongo mongo,
            Providers providers,
            MeterRegistry meters,
            InstantSource clock) {
        var store = new MongoSessionStore(mongo, storeSettings.retention());
        var specs = new MongoSpecStore(mongo);
        var lifecycle = new Lifecycle(Policy.DEFAULT);
        var lanes =
                new Lanes(fleetSettings.lanes(), lifecycle, store, new DecisionLog(meters), clock);
        var fleet =
                new Fleet(
                        fleetSettings.name() + '/' + UUID.randomUUID(),
                        fleetSettings.leaseTime(),
                        new MongoRoster(mongo, clock),
                        store,
                        lanes,
                        System::nanoTime);
        var workforce =
                new Workforce(
                        fleetSettings.operations(),
                        providers,
                        specs,
                        operations(fleetSettings, sandbox),
                        fleet,
                        clock,
                        lanes);
        Producer<String, byte[]> producer = Producers.durable(kafka.bootstrapServers());
        var herald = new KafkaHerald(producer, store);
        var intake =
                new KafkaIntake(
                        kafka.bootstrapServers(),
                        kafka.group(),
                        kafka.consumers(),
                        kafka.patience(),
                        lanes,
                        specs,
                        store,
                        new Understanding(sandbox.autoPause()),
                        producer,
                        clock);
        var dueWatch = new DueWatch(store, lanes, herald, intake.buckets(), clock);
        var alarms = new AlarmClock(clock, lanes);
        return new House(
                new House.Rooms(
                        store::prepare, lanes, herald, alarms, workforce, fleet, dueWatch, intake));
    }

    private static OperationSettings operations(FleetSettings fleet, SandboxSettings sandbox) {
        return new OperationSettings(
                fleet.name(),
                sandbox.defaultTemplate(),
                sandbox.lifetime(),
                sandbox.readiness(),
                sandbox.build(),
                sandbox.preview(),
                sandbox.projectRoot());
    }
}
