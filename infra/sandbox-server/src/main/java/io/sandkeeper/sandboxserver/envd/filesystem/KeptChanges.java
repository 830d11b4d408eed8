package io.sandkeeper.sandboxserver.envd.filesystem;

import io.sandkeeper.sandboxserver.envd.watch.Change;
import io.sandkeeper.sandboxserver.envd.watch.Watch;
import io.sandkeeper.sandboxserver.sandbox.Guest;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Changes that wait for somebody to ask for them; the oldest go when nobody does. */
final class KeptChanges implements Consumer<Change>, AutoCloseable {
    private static final int MOST = 10_000;

    private final boolean withEntry;
    private final Guest guest;
    private final Deque<Map<String, Object>> waiting = new ArrayDeque<>();
    private volatile Optional<Watch> watch = Optional.empty();

    KeptChanges(boolean withEntry, Guest guest) {
        this.withEntry = withEntry;
        this.guest = guest;
    }

    void keep(Watch opened) {
        watch = Optional.of(opened);
    }

    @Override
    public void accept(Change change) {
        var event = WatchEvent.of(change, guest, withEntry);
        synchronized (waiting) {
            if (waiting.size() >= MOST) {
                waiting.removeFirst();
            }
            waiting.addLast(event);
        }
    }

    List<Map<String, Object>> drain() {
        synchronized (waiting) {
            var all = List.copyOf(waiting);
            waiting.clear();
            return all;
        }
    }

    @Override
    public void close() {
        watch.ifPresent(Watch::close);
    }
}
