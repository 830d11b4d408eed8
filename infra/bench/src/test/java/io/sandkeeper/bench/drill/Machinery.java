package io.sandkeeper.bench.drill;

import io.sandkeeper.local.broker.Topics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The real processes of one stack: what workers need, and up to four workers. */
final class Machinery implements AutoCloseable {
    /** Between drills. */
    private static final int USUAL_WORKERS = 2;

    private static final int MOST_WORKERS = 4;
    private static final int PARTITIONS = 16;

    private final Blueprint blueprint;
    private final Part broker;
    private final Part store;
    private final Part cloud;
    private final List<Part> workers = new ArrayList<>();

    Machinery(Blueprint blueprint) throws IOException {
        this.blueprint = blueprint;
        this.broker = blueprint.brokerPart();
        this.store = blueprint.storePart();
        this.cloud = blueprint.cloudPart();
        for (int number = 1; number <= MOST_WORKERS; number++) {
            workers.add(blueprint.workerPart(number));
        }
    }

    void startFoundations() throws Exception {
        launch(foundations());
        try (var topics = new Topics(blueprint.bootstrapServers())) {
            topics.create(PARTITIONS);
        }
    }

    /** Side by side, because most of a start is waiting. */
    void launch(List<Part> parts) throws Exception {
        parts.forEach(Part::launch);
        for (var part : parts) {
            part.awaitServing();
        }
    }

    /** All parts run, and as many workers as usual, whatever the last drill left. */
    void restore() throws Exception {
        for (var part : foundations()) {
            part.restore();
        }
        for (var extra : workers.subList(USUAL_WORKERS, MOST_WORKERS)) {
            if (extra.isAlive()) {
                extra.restore();
                extra.end();
            }
        }
        var missing = new ArrayList<Part>();
        for (var worker : workers.subList(0, USUAL_WORKERS)) {
            if (worker.isAlive()) {
                worker.restore();
            } else {
                missing.add(worker);
            }
        }
        launch(missing);
    }

    private List<Part> foundations() {
        return List.of(broker, store, cloud);
    }

    Part broker() {
        return broker;
    }

    Part store() {
        return store;
    }

    Part cloud() {
        return cloud;
    }

    /** Counted from 1; the first two run between drills. */
    Part worker(int number) {
        return workers.get(number - 1);
    }

    /** What all of them said, for whoever has to find out why a drill failed. */
    void keepLogs(Path target) throws IOException {
        Files.createDirectories(target);
        try (var logs = Files.list(blueprint.folder().path().resolve("logs"))) {
            for (var log : logs.toList()) {
                Files.write(target.resolve(log.getFileName()), Files.readAllBytes(log));
            }
        }
    }

    @Override
    public void close() {
        blueprint.folder().startNoMore();
        for (var worker : workers) {
            worker.letGo();
        }
        for (var part : foundations()) {
            part.letGo();
        }
        blueprint.folder().close();
    }
}
