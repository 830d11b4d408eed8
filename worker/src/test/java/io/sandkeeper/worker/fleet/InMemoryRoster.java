package io.sandkeeper.worker.fleet;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** A roster in this process's memory. */
public final class InMemoryRoster implements Roster {
    private final Map<String, Long> workers = new TreeMap<>();

    @Override
    public synchronized void enter(String worker) {
        workers.put(worker, 0L);
    }

    @Override
    public synchronized boolean beat(String worker, long count) {
        return workers.replace(worker, count) != null;
    }

    @Override
    public synchronized Map<String, Long> beats() {
        return Collections.unmodifiableMap(new TreeMap<>(workers));
    }

    @Override
    public synchronized void strike(String worker) {
        workers.remove(worker);
    }
}
