package io.sandkeeper.worker.admission;

import io.sandkeeper.worker.platform.LaneId;
import io.sandkeeper.worker.store.StoreUnavailable;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A lane store in this process's memory that keeps the same promises as the real one. */
final class InMemoryLaneStore implements LaneStore {
    private final Map<LaneId, LaneState> lanes = new LinkedHashMap<>();
    private final Map<Instant, Map<LaneId, Long>> spent = new HashMap<>();
    private final Set<String> warned = new HashSet<>();
    private Runnable afterReplace = () -> {};
    private int calls;
    private boolean away;

    /** Somebody comes, or ends, when the next change is written and not yet answered. */
    synchronized void afterNextReplace(Runnable somebody) {
        afterReplace = somebody;
    }

    synchronized void away(boolean is) {
        away = is;
    }

    /** How often it was asked. */
    synchronized int calls() {
        return calls;
    }

    private void asked() {
        calls++;
        if (away) {
            throw new StoreUnavailable("told to be away");
        }
    }

    @Override
    public synchronized List<LaneState> all() {
        asked();
        return List.copyOf(lanes.values());
    }

    @Override
    public synchronized Optional<LaneState> find(LaneId lane) {
        asked();
        return Optional.ofNullable(lanes.get(lane));
    }

    @Override
    public synchronized boolean replace(LaneState next, long readVersion) {
        asked();
        var stored = lanes.getOrDefault(next.id(), LaneState.quiet(next.id()));
        if (stored.version() != readVersion) {
            return false;
        }
        lanes.put(next.id(), tickets(next, stored.tickets()));
        var somebody = afterReplace;
        afterReplace = () -> {};
        somebody.run();
        return true;
    }

    @Override
    public synchronized LaneState takeTickets(LaneId lane, int count) {
        asked();
        return lanes.compute(
                lane,
                (_, known) -> {
                    var stored = known == null ? LaneState.quiet(lane) : known;
                    return tickets(stored, stored.tickets() + count);
                });
    }

    private static LaneState tickets(LaneState lane, long count) {
        return new LaneState(
                lane.id(),
                lane.gate(),
                lane.tokens(),
                lane.letIn(),
                lane.seats(),
                lane.held(),
                lane.line(),
                count,
                lane.version());
    }

    @Override
    public synchronized void spend(Instant window, Map<LaneId, Long> calls) {
        asked();
        var used = spent.computeIfAbsent(window, _ -> new HashMap<>());
        calls.forEach((lane, count) -> used.merge(lane, count, Long::sum));
    }

    @Override
    public synchronized Map<LaneId, Long> spent(Instant window) {
        asked();
        return Map.copyOf(spent.getOrDefault(window, Map.of()));
    }

    @Override
    public synchronized boolean warn(Instant window, LaneId lane) {
        asked();
        return spent.getOrDefault(window, Map.of()).containsKey(lane)
                && warned.add(lane + "@" + window);
    }

    @Override
    public synchronized void forgetSpent(Instant before) {
        asked();
        spent.keySet().removeIf(window -> window.isBefore(before));
    }
}
