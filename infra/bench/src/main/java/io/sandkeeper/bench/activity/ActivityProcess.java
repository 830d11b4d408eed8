package io.sandkeeper.bench.activity;

import io.sandkeeper.bench.stage.LiveWorker;
import io.sandkeeper.bench.stage.Offsets;
import io.sandkeeper.bench.stage.Place;
import io.sandkeeper.bench.stage.Self;
import io.sandkeeper.bench.stage.StoreWrites;
import io.sandkeeper.bench.stage.Wire;
import io.sandkeeper.events.Topic;

import tools.jackson.databind.json.JsonMapper;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/** Reads all records one way, each time it is told to, and says how that was. */
public final class ActivityProcess {
    private final Place place;
    private final Way way;

    private ActivityProcess(Place place, Way way) {
        this.place = place;
        this.way = way;
    }

    /** Takes the wire's port, the way, servers, store and database. */
    public static void main(String[] words) throws Exception {
        try (var wire = Wire.to(Integer.parseInt(words[0]))) {
            var place = new Place(words[2], words[3], "none", words[4]);
            var process = new ActivityProcess(place, Way.valueOf(words[1]));
            for (var order = wire.hear(); !order.equals("end"); order = wire.hear()) {
                var parts = order.split(" ", -1);
                var pass = process.pass(parts[0], Integer.parseInt(parts[1]));
                wire.say(JsonMapper.shared().writeValueAsString(pass));
            }
        }
        System.exit(0);
    }

    private Pass pass(String group, int records) throws Exception {
        return switch (way) {
            case POLL -> loop(new PlainLoop(false), group, records);
            case DECODE -> loop(new PlainLoop(true), group, records);
            case FOLD -> fold(group, records);
        };
    }

    private Pass loop(PlainLoop loop, String group, int records) {
        var started =
                CompletableFuture.supplyAsync(
                        () -> {
                            var first = new Reading(group).awaitFirst();
                            return new long[] {first, Self.processorTime().toMillis()};
                        });
        int valid = loop.read(place.servers(), group, records);
        var end = System.currentTimeMillis();
        var start = started.join();
        if (valid != records) {
            throw new IllegalStateException(valid + " of " + records + " records were valid");
        }
        var used = Self.processorTime().toMillis() - start[1];
        return new Pass(start[0], end, records, 0, 0, used);
    }

    private Pass fold(String group, int records) throws Exception {
        var writes = new StoreWrites("sessions");
        var casting = new LiveWorker.Casting(UnaryOperator.identity(), List.of(), List.of(writes));
        var here = new Place(place.servers(), place.storeUri(), group, place.database());
        var activity = group + "-activity";
        var reading = new Reading(activity);
        var started =
                CompletableFuture.supplyAsync(
                        () -> new long[] {reading.awaitFirst(), Self.processorTime().toMillis()});
        try (var offsets = new Offsets(place.servers());
                var _ = LiveWorker.start(here, casting)) {
            var start = started.join();
            reading.awaitRead(records);
            while (offsets.lag(activity, Topic.ACTIVITY.topicName()) > 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
            var end = System.currentTimeMillis();
            var used = Self.processorTime().toMillis() - start[1];
            return new Pass(start[0], end, records, writes.documents(), writes.commands(), used);
        }
    }
}
