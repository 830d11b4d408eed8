package io.sandkeeper.bench.intake;

import io.sandkeeper.bench.stage.Calls;
import io.sandkeeper.bench.stage.Place;
import io.sandkeeper.bench.stage.RealWorker;

import java.util.function.Supplier;

/** A way to consume requests, each of which leads to a call that takes its time. */
enum Engine {
    OURS("ours"),
    LISTENER("plain listener"),
    PARALLEL("parallel-consumer"),
    PARALLEL_WRITING("parallel-consumer, writing");

    private final String title;

    Engine(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    AutoCloseable start(Place place, Supplier<Calls> calls) {
        return switch (this) {
            case OURS -> RealWorker.start(place, calls);
            case LISTENER -> PlainListener.start(place, calls);
            case PARALLEL -> Parallel.start(place, calls);
            case PARALLEL_WRITING -> Parallel.startWriting(place, calls);
        };
    }
}
