package io.sandkeeper.local.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;

import org.bson.Document;
import org.bson.conversions.Bson;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * Run by hand, on the embedded store or, with {@code REAL_MONGODB} as its argument, on the one
 * whose URI is given: how many compare-and-sets a second, how long the query for due work takes,
 * and how much memory 100,000 sessions need.
 */
final class StoreBenchmark {
    private static final int SESSIONS = 100_000;
    private static final int BUCKETS = 1_024;
    private static final int DUE = 5_000;
    private static final Duration ROUND = Duration.ofSeconds(5);

    private final MongoCollection<Document> sessions;

    private StoreBenchmark(MongoCollection<Document> sessions) {
        this.sessions = sessions;
    }

    public static void main(String[] args) throws InterruptedException {
        Target target = args.length == 0 ? Target.EMBEDDED : Target.valueOf(args[0]);
        try (Target.Session session = target.open()) {
            StoreBenchmark benchmark =
                    new StoreBenchmark(session.database().getCollection("sessions"));
            benchmark.createIndexes();
            long before = usedMemory();
            timed("insert 100,000 sessions", benchmark::insert);
            System.out.printf("memory for them: %,d MB%n", (usedMemory() - before) >> 20);
            for (int threads : new int[] {1, 1, 64, 64}) {
                benchmark.compareAndSet(threads);
            }
            for (int round = 0; round < 8; round++) {
                timed("200 of 5,000 due, in 1,024 buckets", () -> benchmark.due(BUCKETS));
                timed("200 of 5,000 due, in 256 buckets", () -> benchmark.due(BUCKETS / 4));
            }
            timed(
                    "count 20,000 by state",
                    () -> benchmark.sessions.countDocuments(eq("state", "PAUSED")));
            timed("1,000 compare-and-sets in one bulk", benchmark::bulk);
        }
    }

    private void createIndexes() {
        sessions.createIndex(Indexes.ascending("bucket", "dueAt"));
        sessions.createIndex(Indexes.ascending("projectId"));
        sessions.createIndex(Indexes.ascending("userId"));
        sessions.createIndex(Indexes.ascending("state"));
        sessions.createIndex(Indexes.ascending("incarnations.sandboxId"));
        sessions.createIndex(
                Indexes.ascending("projectId", "requestId"),
                new IndexOptions().unique(true).partialFilterExpression(exists("requestId")));
    }

    private void insert() {
        for (int from = 0; from < SESSIONS; from += 1_000) {
            sessions.insertMany(
                    IntStream.range(from, from + 1_000).mapToObj(StoreBenchmark::session).toList());
        }
    }

    /** About two kilobytes. */
    private static Document session(int i) {
        Document cause =
                new Document("kind", "IDLE")
                        .append("actor", "worker")
                        .append("evidence", "idle for 900 s");
        return new Document("_id", "session-" + i)
                .append("version", 0)
                .append("projectId", "project-" + i % 500)
                .append("userId", "user-" + i % 2_000)
                .append("state", i % 5 == 0 ? "PAUSED" : "RUNNING")
                .append("bucket", (i * 31) % BUCKETS)
                .append("dueAt", i % (SESSIONS / DUE) == 0 ? Instant.ofEpochSecond(i) : farAhead(i))
                .append("lastActivity", Instant.ofEpochSecond(i))
                .append("generation", 3)
                .append(
                        "incarnations",
                        List.of(
                                new Document("sandboxId", "sandbox-" + i).append("role", "CURRENT"),
                                new Document("sandboxId", "stray-" + i)
                                        .append("role", "CONDEMNED")))
                .append(
                        "history",
                        IntStream.range(0, 10)
                                .mapToObj(
                                        n ->
                                                new Document("at", Instant.ofEpochSecond(n))
                                                        .append("from", "RUNNING")
                                                        .append("to", "PAUSED")
                                                        .append("cause", cause))
                                .toList())
                .append(
                        "eventIds",
                        IntStream.range(0, 8)
                                .mapToObj(n -> "event-0000-0000-0000-" + i + n)
                                .toList());
    }

    private static Instant farAhead(int i) {
        return Instant.ofEpochSecond(10_000_000 + i);
    }

    private void compareAndSet(int threads) throws InterruptedException {
        LongAdder done = new LongAdder();
        long end = System.nanoTime() + ROUND.toNanos();
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Random random = new Random(i);
            writers.add(
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        while (System.nanoTime() < end) {
                                            done.add(compareAndSet(random));
                                        }
                                    }));
        }
        for (Thread writer : writers) {
            writer.join();
        }
        System.out.printf(
                "compare-and-set, %d threads: %,d/s%n", threads, done.sum() / ROUND.toSeconds());
    }

    /** What is due stays due; the entry of every other session moves in the index. */
    private long compareAndSet(Random random) {
        int i = random.nextInt(SESSIONS);
        boolean due = i % (SESSIONS / DUE) == 0;
        return sessions.updateOne(
                        and(eq("_id", "session-" + i), eq("generation", 3)),
                        combine(
                                inc("version", 1),
                                set(
                                        "lastActivity",
                                        Instant.ofEpochSecond(random.nextInt(1_000_000))),
                                set(
                                        "dueAt",
                                        due
                                                ? Instant.ofEpochSecond(i)
                                                : farAhead(random.nextInt(1_000_000)))))
                .getModifiedCount();
    }

    private void due(int buckets) {
        List<Integer> owned = IntStream.range(0, buckets).boxed().toList();
        Bson due = and(in("bucket", owned), lte("dueAt", Instant.ofEpochSecond(SESSIONS)));
        int found =
                sessions.find(due)
                        .sort(Sorts.ascending("dueAt"))
                        .limit(200)
                        .batchSize(200)
                        .into(new ArrayList<>())
                        .size();
        if (found != 200) {
            throw new IllegalStateException("found " + found);
        }
    }

    private void bulk() {
        List<WriteModel<Document>> writes =
                IntStream.range(0, 1_000)
                        .<WriteModel<Document>>mapToObj(
                                i ->
                                        new UpdateOneModel<>(
                                                and(eq("_id", "session-" + i), eq("generation", 3)),
                                                inc("version", 1)))
                        .toList();
        sessions.bulkWrite(writes, new BulkWriteOptions().ordered(false));
    }

    private static void timed(String what, Runnable action) {
        long start = System.nanoTime();
        action.run();
        System.out.printf("%s: %.1f ms%n", what, (System.nanoTime() - start) / 1e6);
    }

    private static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
