package io.sandkeeper.bench.drill;

import io.sandkeeper.events.EventType;
import io.sandkeeper.events.Lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was told of one session, each event once, in the order in which it was first heard. */
final class History {
    private record Told(long sequence, EventType type) {}

    private final List<Told> told = new ArrayList<>();

    synchronized void hear(Lifecycle event) {
        var heard = new Told(event.standing().sequence(), event.type());
        if (!told.contains(heard)) {
            told.add(heard);
        }
    }

    synchronized long count(EventType type) {
        return told.stream().filter(one -> one.type() == type).count();
    }

    synchronized long latest() {
        return told.stream().mapToLong(Told::sequence).max().orElse(0);
    }

    /**
     * Two different events with one sequence are two writers; a later one heard first is one that
     * overtook.
     */
    synchronized Optional<String> flaw() {
        for (int place = 0; place < told.size(); place++) {
            if (told.get(place).sequence() != place + 1) {
                return Optional.of("the events are not 1, 2, 3 ... in order: " + told);
            }
        }
        return Optional.empty();
    }

    @Override
    public synchronized String toString() {
        return told.toString();
    }
}
