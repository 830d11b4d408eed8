package io.sandkeeper.bench.intake;

import io.sandkeeper.bench.stage.CallTime;
import io.sandkeeper.bench.stage.Ground;
import io.sandkeeper.bench.stage.Offsets;
import io.sandkeeper.bench.stage.Performer;
import io.sandkeeper.bench.stage.Place;
import io.sandkeeper.bench.stage.Requests;
import io.sandkeeper.bench.stage.Told;
import io.sandkeeper.bench.stage.Upstream;
import io.sandkeeper.events.Topic;

import org.apache.kafka.clients.producer.ProducerRecord;

import tools.jackson.databind.json.JsonMapper;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Runs engines one after the other on one ground: the same records, the same call, each engine in a
 * process and a database of its own.
 */
final class Race {
    /** So many sessions of the warm-up are also changed so often: their order is looked at. */
    private static final int CHANGED = 200;

    private static final int CHANGES = 5;
    private static final int LAG_LOOKS = 200;

    private final Ground ground;
    private final Offsets offsets;
    private final Upstream upstream;
    private final Scale scale;
    private final List<String> options;
    private int number;

    Race(Ground ground, Offsets offsets, Upstream upstream, Scale scale, List<String> options) {
        this.ground = ground;
        this.offsets = offsets;
        this.upstream = upstream;
        this.scale = scale;
        this.options = options;
    }

    Run run(Engine engine, CallTime time) throws Exception {
        var name = "run" + ++number;
        var place = new Place(ground.servers(), ground.storeUri(), name, name);
        offsets.beginAtEnd(name, Topic.REQUESTS.topicName());
        var words =
                List.of(
                        engine.name(),
                        place.servers(),
                        place.storeUri(),
                        place.group(),
                        place.database());
        try (var performer = ground.perform(name, EngineProcess.class, options, words)) {
            var warm = part(engine, place, performer, new Part("w", scale.warmUp(engine), time));
            var run = part(engine, place, performer, new Part("s", scale.records(engine), time));
            performer.wire().say("end");
            return new Run(
                    engine,
                    run.performance(),
                    run.finishedMillis(),
                    run.faults().plus(warm.faults().ofOrder()),
                    run.storeMillis(),
                    run.brokerMillis());
        }
    }

    private record Part(String kind, int count, CallTime time) {
        String prefix(Place place) {
            return place.group() + "-" + kind;
        }

        boolean isWarmUp() {
            return kind.equals("w");
        }
    }

    private Run part(Engine engine, Place place, Performer performer, Part part) throws Exception {
        var before = offsets.ends(Topic.LIFECYCLE.topicName());
        upstream.publish(records(part, place));
        var store = ground.storeTime();
        var broker = ground.brokerTime();
        performer
                .wire()
                .say(new EngineProcess.Order(part.prefix(place), part.count(), part.time()).text());
        performer.hear();
        var told = new Told();
        if (engine == Engine.OURS) {
            told.read(ground.servers(), before, part.prefix(place), part.count());
        }
        long lag = awaitNoLag(place.group());
        performer.wire().say("stop");
        var performance = JsonMapper.shared().readValue(performer.hear(), Performance.class);
        performer.hear();
        return new Run(
                engine,
                performance,
                finished(engine, performance, told),
                faults(engine, part, performance, told, lag),
                ground.storeTime().minus(store).toMillis(),
                ground.brokerTime().minus(broker).toMillis());
    }

    /** The changes come behind all requests, one round after the other. */
    private Stream<ProducerRecord<String, byte[]>> records(Part part, Place place) {
        var prefix = part.prefix(place);
        var requests = IntStream.range(0, part.count()).mapToObj(i -> Requests.sandbox(prefix + i));
        if (!part.isWarmUp()) {
            return requests;
        }
        int changed = Math.min(CHANGED, part.count());
        var changes =
                IntStream.range(0, CHANGES)
                        .boxed()
                        .flatMap(
                                round ->
                                        IntStream.range(0, changed)
                                                .mapToObj(i -> Requests.change(prefix + i, round)));
        return Stream.concat(requests, changes);
    }

    private static List<Long> finished(Engine engine, Performance performance, Told told) {
        return engine == Engine.OURS ? told.readyMillis() : performance.calls().endedMillis();
    }

    private static Run.Faults faults(
            Engine engine, Part part, Performance performance, Told told, long lag) {
        var calls = performance.calls();
        if (engine != Engine.OURS) {
            return new Run.Faults(calls.never(), calls.disorder(), calls.repeated(), lag);
        }
        int untold = part.count() - told.readyMillis().size();
        return new Run.Faults(
                Math.max(calls.never(), untold) + told.failed(),
                told.disorder(),
                calls.repeated(),
                lag);
    }

    private long awaitNoLag(String group) throws ExecutionException, InterruptedException {
        long lag = offsets.lag(group, Topic.REQUESTS.topicName());
        for (int look = 0; lag > 0 && look < LAG_LOOKS; look++) {
            Thread.sleep(100);
            lag = offsets.lag(group, Topic.REQUESTS.topicName());
        }
        return lag;
    }

    static double median(double... values) {
        var sorted = Arrays.stream(values).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
