package io.sandkeeper.sandboxserver.envd.filesystem;

import io.sandkeeper.sandboxserver.envd.connect.Call;
import io.sandkeeper.sandboxserver.envd.connect.Code;
import io.sandkeeper.sandboxserver.envd.connect.Fault;
import io.sandkeeper.sandboxserver.envd.connect.Stream;
import io.sandkeeper.sandboxserver.envd.watch.Change;
import io.sandkeeper.sandboxserver.envd.watch.Watch;
import io.sandkeeper.sandboxserver.linux.LinuxException;
import io.sandkeeper.sandboxserver.sandbox.Guest;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Watched directories, told as a stream or kept until somebody asks. */
final class Watchers {
    private static final Map<String, Object> START = Map.of("start", Map.of());
    private static final Map<String, Object> KEEPALIVE = Map.of("keepalive", Map.of());

    /** A client that left is noticed by writing to it; until then its watch costs a descriptor. */
    private static final Duration PING = Duration.ofSeconds(10);

    private static final Duration LOOK = Duration.ofMillis(500);

    private final Map<String, Map<String, KeptChanges>> kept = new ConcurrentHashMap<>();

    void stream(Call call, JsonNode message, String path) throws IOException, Fault {
        var end = call.timeLimit().map(limit -> System.nanoTime() + limit.toNanos());
        var told = new ToldChanges(call.guest(), message.path("includeEntry").asBoolean(false));
        try (var watch = open(call.guest(), message, path, told)) {
            try (var stream = call.open()) {
                stream.send(START);
                told.to(stream);
                long ping = System.nanoTime() + PING.toNanos();
                while (!stream.isBroken() && watch.isOpen()) {
                    LockSupport.parkNanos(LOOK.toNanos());
                    long now = System.nanoTime();
                    if (end.isPresent() && now - end.get() >= 0) {
                        stream.fail(new Fault(Code.DEADLINE_EXCEEDED, "the time is over"));
                        return;
                    }
                    if (now - ping >= 0) {
                        stream.send(KEEPALIVE);
                        ping = now + PING.toNanos();
                    }
                }
            }
        }
    }

    Map<String, Object> create(Guest guest, JsonNode message, String path)
            throws IOException, Fault {
        var id = UUID.randomUUID().toString();
        var changes = new KeptChanges(message.path("includeEntry").asBoolean(false), guest);
        changes.keep(open(guest, message, path, changes));
        kept.computeIfAbsent(guest.id(), _ -> new ConcurrentHashMap<>()).put(id, changes);
        return Map.of("watcherId", id);
    }

    Map<String, Object> drain(Guest guest, JsonNode message) throws Fault {
        var events = find(guest, message).drain();
        return events.isEmpty() ? Map.of() : Map.of("events", events);
    }

    Map<String, Object> remove(Guest guest, JsonNode message) throws Fault {
        find(guest, message).close();
        of(guest).remove(message.path("watcherId").asString(""));
        return Map.of();
    }

    void forget(String sandboxId) {
        var gone = kept.remove(sandboxId);
        if (gone != null) {
            gone.values().forEach(KeptChanges::close);
        }
    }

    private KeptChanges find(Guest guest, JsonNode message) throws Fault {
        var id = message.path("watcherId").asString("");
        var found = of(guest).get(id);
        if (found == null) {
            throw new Fault(Code.NOT_FOUND, "watcher with id %s not found".formatted(id));
        }
        return found;
    }

    private Map<String, KeptChanges> of(Guest guest) {
        return kept.getOrDefault(guest.id(), Map.of());
    }

    private static Watch open(Guest guest, JsonNode message, String path, Consumer<Change> listener)
            throws IOException, Fault {
        var recursive = message.path("recursive").asBoolean(false);
        try {
            return Watch.open(guest.cell().files(), path, recursive, listener);
        } catch (LinuxException refusal) {
            throw Faults.of(path, refusal);
        }
    }

    /** Waits with the first change until the stream says that it has started. */
    private static final class ToldChanges implements Consumer<Change> {
        private final Guest guest;
        private final boolean withEntry;
        private final CountDownLatch started = new CountDownLatch(1);
        private volatile Consumer<Object> stream = _ -> {};

        private ToldChanges(Guest guest, boolean withEntry) {
            this.guest = guest;
            this.withEntry = withEntry;
        }

        void to(Stream target) {
            stream = target::send;
            started.countDown();
        }

        @Override
        public void accept(Change change) {
            try {
                started.await();
                stream.accept(Map.of("filesystem", WatchEvent.of(change, guest, withEntry)));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
