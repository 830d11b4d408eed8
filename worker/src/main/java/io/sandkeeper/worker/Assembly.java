package io.sandkeeper.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.sandkeeper.worker.admission.Reception;
import io.sandkeeper.worker.admission.mongo.MongoLaneStore;
import io.sandkeeper.worker.archive.Archives;
import io.sandkeeper.worker.door.Lanes;
import io.sandkeeper.worker.due.AlarmClock;
import io.sandkeeper.worker.due.DueWatch;
import io.sandkeeper.worker.fleet.Fleet;
import io.sandkeeper.worker.fleet.mongo.MongoRoster;
import io.sandkeeper.worker.herald.kafka.KafkaHerald;
import io.sandkeeper.worker.herald.kafka.StatusGuard;
import io.sandkeeper.worker.intake.Understanding;
import io.sandkeeper.worker.intake.kafka.IntakeSettings;
import io.sandkeeper.worker.intake.kafka.KafkaIntake;
import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.mongo.MongoSettings;
import io.sandkeeper.worker.operation.KillAlarm;
import io.sandkeeper.worker.operation.Providers;
import io.sandkeeper.worker.operation.Tools;
import io.sandkeeper.worker.operation.Workforce;
import io.sandkeeper.worker.platform.kafka.KafkaPlatform;
import io.sandkeeper.worker.retention.kafka.TopicMemory;
import io.sandkeeper.worker.session.Lifecycle;
import io.sandkeeper.worker.settings.AdmissionSettings;
import io.sandkeeper.worker.settings.ArchiveSettings;
import io.sandkeeper.worker.settings.FleetSettings;
import io.sandkeeper.worker.settings.KafkaSettings;
import io.sandkeeper.worker.settings.ProviderSettings;
import io.sandkeeper.worker.settings.RecreationSettings;
import io.sandkeeper.worker.settings.RetrySettings;
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
import java.util.Map;
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

    /** Another one with each start: what an earlier one held is not ours. */
    @Bean
    WorkerName workerName(FleetSettings fleet) {
        return new WorkerName(fleet.name() + '/' + UUID.randomUUID());
    }

    @Bean(destroyMethod = "close")
    KafkaPlatform platform(KafkaSettings kafka, WorkerName self, InstantSource clock) {
        return new KafkaPlatform(Producers.fleeting(kafka, self.value()), clock);
    }

    @Bean
    House house(
            WorkerName self,
            FleetSettings fleetSettings,
            KafkaSettings kafka,
            StoreSettings storeSettings,
            SandboxSettings sandbox,
            RetrySettings retry,
            ProviderSettings provider,
            AdmissionSettings admission,
            Mongo mongo,
            Regions regions,
            KafkaPlatform platform,
            Upkeep upkeep,
            Monitoring monitoring,
            Archiving archiving,
            RecreationSettings recreation,
            ArchiveSettings archive,
            Providers providers,
            MeterRegistry meters,
            InstantSource clock) {
        var store = new MongoSessionStore(mongo, storeSettings.retention());
        var specs = new MongoSpecStore(mongo, clock);
        var lifecycle =
                new Lifecycle(
                        Policies.policy(
                                retry, sandbox, provider, Policies.care(archive, recreation)));
        var journal = new Overhearing(new DecisionLog(meters));
        var lanes = new Lanes(fleetSettings.lanes(), lifecycle, store, journal, clock);
        var monitor = monitoring.monitor(regions, mongo, store, lanes, platform);
        journal.by(monitor::saw);
        var roster = new MongoRoster(mongo, clock);
        var fleet =
                new Fleet(
                        self.value(),
                        fleetSettings.leaseTime(),
                        roster,
                        store,
                        lanes,
                        System::nanoTime);
        var laneStore = new MongoLaneStore(mongo);
        var reception =
                new Reception(
                        AdmissionLimits.of(admission, regions.names()),
                        laneStore,
                        store,
                        lanes,
                        roster,
                        fleet::worker,
                        platform,
                        clock);
        reception.watchedBy(new LaneMeters(meters));
        var workforce =
                new Workforce(
                        fleetSettings.operations(),
                        new Tools(
                                reception.counting(providers),
                                specs,
                                archiving.safekeeping(),
                                Policies.operations(fleetSettings, sandbox, retry)),
                        fleet,
                        clock,
                        lanes,
                        new KillAlarm(platform, Regions.NAME, retry.killAlarm(), clock));
        workforce.admittedBy(reception.admission());
        Producer<String, byte[]> producer = Producers.durable(kafka, self.value());
        var lifespan = Policies.lifespan(sandbox);
        var herald = new KafkaHerald(producer, store, lifespan, clock, meters);
        var guard =
                new StatusGuard(
                        kafka.bootstrapServers(),
                        kafka.group(),
                        producer,
                        store,
                        lifespan,
                        meters,
                        clock);
        var intake =
                new KafkaIntake(
                        new IntakeSettings(
                                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                                kafka.group(),
                                kafka.consumers(),
                                kafka.patience()),
                        new KafkaIntake.Into(
                                lanes,
                                specs,
                                store,
                                new Understanding(sandbox.autoPause()),
                                monitor,
                                clock),
                        meters);
        var alarms = new AlarmClock(clock, lanes);
        var dueWatch =
                new DueWatch(
                        store,
                        new DueWatch.Around(lanes, lanes.setbacks(), alarms, herald),
                        intake.buckets(),
                        clock);
        var rounds =
                upkeep.rounds(
                        new Upkeep.Around(self.value(), mongo, store, lanes, platform),
                        regions.places(reception::counting),
                        specs,
                        herald,
                        archiving.archives()::forget,
                        new TopicMemory(kafka.bootstrapServers()));
        return new House(
                new House.Rooms(
                        () -> {
                            store.prepare();
                            laneStore.prepare();
                            archiving.prepare();
                        },
                        lanes,
                        herald,
                        alarms,
                        workforce,
                        fleet,
                        reception,
                        dueWatch,
                        intake,
                        monitor,
                        guard,
                        rounds));
    }

    @Bean
    Archives archives(Archiving archiving) {
        return archiving.archives();
    }

    @Bean
    Probes.Vitals vitals(House house, Mongo mongo) {
        var intake = house.intake();
        return new Probes.Vitals(intake.loops(), intake.broker(), mongo::complaint);
    }

    @Bean
    LanesEndpoint lanesEndpoint(House house) {
        return new LanesEndpoint(house.reception()::view, house.reception()::free);
    }

    /** This worker's name in leases and records. */
    record WorkerName(String value) {}
}
