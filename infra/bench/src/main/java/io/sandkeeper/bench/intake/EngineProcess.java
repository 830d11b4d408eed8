package io.sandkeeper.bench.intake;

import io.sandkeeper.bench.stage.CallTime;
import io.sandkeeper.bench.stage.Calls;
import io.sandkeeper.bench.stage.FirstRecord;
import io.sandkeeper.bench.stage.Place;
import io.sandkeeper.bench.stage.Self;
import io.sandkeeper.bench.stage.Wire;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An engine in a process of its own: warms itself up with some records, ends, and begins again with
 * those that are measured, which all wait in the topic by then.
 */
public final class EngineProcess {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Wire wire;
    private final Engine engine;
    private final Place place;
    private final AtomicReference<Calls> calls = new AtomicReference<>();

    private EngineProcess(Wire wire, Engine engine, Place place) {
        this.wire = wire;
        this.engine = engine;
        this.place = place;
    }

    /** Takes the wire's port, the engine, and the place's servers, store, group and database. */
    public static void main(String[] words) throws Exception {
        try (var wire = Wire.to(Integer.parseInt(words[0]))) {
            var place = new Place(words[2], words[3], words[4], words[5]);
            new EngineProcess(wire, Engine.valueOf(words[1]), place).obey();
        }
        System.exit(0);
    }

    private void obey() throws Exception {
        while (true) {
            var order = wire.hear();
            if (order.equals("end")) {
                return;
            }
            perform(Order.parse(order));
        }
    }

    private void perform(Order order) throws Exception {
        var book = new Calls(order.prefix(), order.count(), order.time());
        calls.set(book);
        Self.forgetThreads();
        var before = Self.processorTime();
        try (var first = new FirstRecord(place.group());
                var _ = engine.start(place, this::book)) {
            var complete = book.await(PATIENCE);
            wire.say(complete ? "called" : "gave up");
            wire.await("stop");
            wire.say(
                    JsonMapper.shared()
                            .writeValueAsString(
                                    new Performance(
                                            first.millis().orElse(0),
                                            book.book(),
                                            Self.peakThreads(),
                                            Self.residentMiB(),
                                            Self.processorTime().minus(before).toMillis())));
        }
        wire.say("stopped");
    }

    private Calls book() {
        var book = calls.get();
        if (book == null) {
            throw new IllegalStateException("a record came before the order");
        }
        return book;
    }

    /** What is to be called, and how long that takes. */
    record Order(String prefix, int count, CallTime time) {
        String text() {
            return prefix + " " + count + " " + time.text();
        }

        static Order parse(String text) {
            var parts = text.split(" ", -1);
            return new Order(parts[0], Integer.parseInt(parts[1]), CallTime.parse(parts[2]));
        }
    }
}
