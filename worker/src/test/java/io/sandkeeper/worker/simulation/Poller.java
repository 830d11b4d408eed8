package io.sandkeeper.worker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.door.Door;
import io.sandkeeper.worker.due.Buckets;
import io.sandkeeper.worker.store.Bucket;
import io.sandkeeper.worker.store.StoreUnavailable;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One worker's consumer: passes a batch to the door, and commits when all of it is durable. */
final class Poller implements Buckets {
    private static final List<List<Integer>> BUCKETS =
            IntStream.range(0, Broker.PARTITIONS).mapToObj(Poller::buckets).toList();

    private final Broker broker;
    private final Door door;
    private final Timeline timeline;
    private final String worker;
    private final Map<Integer, Integer> positions = new TreeMap<>();

    Poller(Broker broker, Door door, Timeline timeline, String worker) {
        this.broker = broker;
        this.door = door;
        this.timeline = timeline;
        this.worker = worker;
    }

    private static List<Integer> buckets(int partition) {
        return IntStream.range(0, Bucket.COUNT)
                .filter(bucket -> bucket % Broker.PARTITIONS == partition)
                .boxed()
                .toList();
    }

    @Override
    public Set<Integer> owned() {
        return positions.keySet().stream()
                .flatMap(partition -> BUCKETS.get(partition).stream())
                .collect(Collectors.toSet());
    }

    boolean owns(int partition) {
        return positions.containsKey(partition);
    }

    void assign(int partition) {
        positions.put(partition, broker.committed(partition));
    }

    void revoke(int partition) {
        positions.remove(partition);
    }

    void revokeAll() {
        positions.clear();
    }

    boolean hasMore() {
        return positions.entrySet().stream()
                .anyMatch(one -> broker.hasMore(one.getKey(), one.getValue()));
    }

    void poll() {
        List.copyOf(positions.keySet()).forEach(this::poll);
    }

    private void poll(int partition) {
        var from = positions.get(partition);
        if (from == null || !broker.hasMore(partition, from)) {
            return;
        }
        var batch = broker.read(partition, from, 1 + timeline.random.nextInt(6));
        timeline.note("%s polls %d of partition %d".formatted(worker, batch.size(), partition));
        var pending = batch.stream().map(one -> door.pass(one.session(), one.intent())).toList();
        while (!pending.stream().allMatch(CompletableFuture::isDone)) {
            timeline.pause("awaiting its batch");
        }
        for (var one : pending) {
            if (one.isCompletedExceptionally()) {
                assertThat(one.exceptionNow())
                        .as("no record is taken to be bad")
                        .isInstanceOf(StoreUnavailable.class);
                timeline.note(worker + " reads partition " + partition + " again");
                positions.computeIfPresent(partition, (_, _) -> broker.committed(partition));
                return;
            }
        }
        timeline.pause("before commit");
        // What was given to somebody else meanwhile is his to commit.
        if (positions.replace(partition, from, from + batch.size())) {
            broker.commit(partition, from + batch.size());
        }
    }
}
