package io.sandkeeper.worker.simulation;

import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.Bucket;
import io.sandkeeper.worker.store.Publication;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Requests by partition with what is committed of them, and what was published, as it arrived. */
final class Broker {
    static final int PARTITIONS = 4;

    private final List<List<Request>> partitions =
            IntStream.range(0, PARTITIONS)
                    .mapToObj(_ -> (List<Request>) new ArrayList<Request>())
                    .toList();
    private final Map<Integer, Integer> committed = new TreeMap<>();
    private final Map<SessionId, List<Publication>> published = new LinkedHashMap<>();

    static int partition(SessionId session) {
        return Bucket.partitionOf(session, PARTITIONS);
    }

    long nextOffset(SessionId session) {
        return partitions.get(partition(session)).size();
    }

    void produce(Request request) {
        partitions.get(partition(request.session())).add(request);
    }

    List<Request> read(int partition, int from, int most) {
        var all = partitions.get(partition);
        return List.copyOf(all.subList(from, Math.min(all.size(), from + most)));
    }

    boolean hasMore(int partition, int from) {
        return from < partitions.get(partition).size();
    }

    int committed(int partition) {
        return committed.getOrDefault(partition, 0);
    }

    void commit(int partition, int offset) {
        committed.put(partition, offset);
    }

    boolean isConsumed() {
        return IntStream.range(0, PARTITIONS).noneMatch(one -> hasMore(one, committed(one)));
    }

    List<Request> requests() {
        return partitions.stream().flatMap(List::stream).toList();
    }

    void arrive(SessionId session, Publication publication) {
        published.computeIfAbsent(session, _ -> new ArrayList<>()).add(publication);
    }

    List<Publication> published(SessionId session) {
        return published.getOrDefault(session, List.of());
    }
}
