package io.sandkeeper.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.sandkeeper.worker.door.Door;
import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.platform.Platform;
import io.sandkeeper.worker.retention.Leftovers;
import io.sandkeeper.worker.retention.Memory;
import io.sandkeeper.worker.retention.Retention;
import io.sandkeeper.worker.retention.RetentionRules;
import io.sandkeeper.worker.retention.Tombstones;
import io.sandkeeper.worker.settings.FleetSettings;
import io.sandkeeper.worker.settings.RetentionSettings;
import io.sandkeeper.worker.settings.StoreSettings;
import io.sandkeeper.worker.settings.SweepSettings;
import io.sandkeeper.worker.spec.mongo.MongoSpecStore;
import io.sandkeeper.worker.store.SessionStore;
import io.sandkeeper.worker.store.mongo.MongoCensus;
import io.sandkeeper.worker.sweep.Place;
import io.sandkeeper.worker.sweep.SweepRules;
import io.sandkeeper.worker.sweep.Sweeper;
import io.sandkeeper.worker.sweep.mongo.MongoTurn;

import org.springframework.stereotype.Component;

import java.time.InstantSource;
import java.util.List;

/** What goes round beside the sessions' own life: sweeping, and forgetting what ended. */
@Component
final class Upkeep {
    private final SweepSettings sweep;
    private final RetentionSettings retention;
    private final StoreSettings stored;
    private final FleetSettings fleet;
    private final MeterRegistry meters;
    private final InstantSource clock;

    Upkeep(
            SweepSettings sweep,
            RetentionSettings retention,
            StoreSettings stored,
            FleetSettings fleet,
            MeterRegistry meters,
            InstantSource clock) {
        this.sweep = sweep;
        this.retention = retention;
        this.stored = stored;
        this.fleet = fleet;
        this.meters = meters;
        this.clock = clock;
    }

    /** What both need of the rest of the worker. */
    record Around(String worker, Mongo mongo, SessionStore store, Door door, Platform platform) {}

    /** Both, not started yet. */
    record Rounds(Runnable begin, Sweeper sweeper, Retention retention) implements AutoCloseable {
        void start() {
            begin.run();
        }

        @Override
        public void close() {
            sweeper.close();
            retention.close();
        }
    }

    Rounds rounds(
            Around around,
            List<Place> places,
            MongoSpecStore specs,
            Tombstones tombstones,
            Leftovers leftovers,
            Memory memory) {
        var sweeper = sweeper(around, places);
        var rules = new RetentionRules(stored.retention(), retention.specs());
        var forgetting =
                new Retention(around.store(), specs, tombstones, leftovers, rules, meters, clock);
        return new Rounds(
                () -> {
                    sweeper.start(sweep.interval());
                    forgetting.start(retention.interval(), memory);
                },
                sweeper,
                forgetting);
    }

    private Sweeper sweeper(Around around, List<Place> places) {
        return new Sweeper(
                new Sweeper.Known(places, around.store(), new MongoCensus(around.mongo())),
                new Sweeper.Ways(around.door(), around.platform()),
                new MongoTurn(around.mongo(), "sweep", around.worker(), sweep.interval(), clock),
                new SweepRules(fleet.name(), sweep.grace(), sweep.looks(), sweep.unknownAtOnce()),
                meters,
                clock);
    }
}
