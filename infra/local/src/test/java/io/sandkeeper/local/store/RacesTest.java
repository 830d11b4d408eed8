package io.sandkeeper.local.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoWriteException;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;

import org.bson.Document;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Sixty-four writers at once. The seed decides what each does; the server decides the order. */
class RacesTest extends StoreContract {
    private static final int WRITERS = 64;
    private static final long SEED = 20_261_120;

    @Test
    void every_version_of_a_document_has_one_winner() throws Exception {
        sessions.insertMany(
                IntStream.range(0, 4)
                        .mapToObj(
                                id ->
                                        new Document("_id", id)
                                                .append("version", 0)
                                                .append("winners", List.of()))
                        .toList());

        List<Integer> wins =
                all(
                        writer -> {
                            Random random = new Random(SEED + writer);
                            int won = 0;
                            for (int turn = 0; turn < 40; turn++) {
                                int id = random.nextInt(4);
                                Document seen =
                                        Objects.requireNonNull(
                                                sessions.find(eq("_id", id)).first());
                                won +=
                                        (int)
                                                sessions.updateOne(
                                                                and(
                                                                        eq("_id", id),
                                                                        eq(
                                                                                "version",
                                                                                seen.getInteger(
                                                                                        "version"))),
                                                                combine(
                                                                        inc("version", 1),
                                                                        set("winner", writer)))
                                                        .getModifiedCount();
                            }
                            return won;
                        });

        int versions = 0;
        for (Document session : sessions.find()) {
            versions += session.getInteger("version");
        }
        assertThat(versions).isPositive().isEqualTo(sum(wins));
    }

    @Test
    void of_all_who_compare_and_set_the_same_version_one_wins() throws Exception {
        sessions.insertOne(doc("{_id: 's', version: 0}"));

        for (int version = 0; version < 40; version++) {
            int expected = version;
            List<Integer> wins =
                    all(
                            writer ->
                                    (int)
                                            sessions.updateOne(
                                                            and(
                                                                    eq("_id", "s"),
                                                                    eq("version", expected)),
                                                            inc("version", 1))
                                                    .getModifiedCount());

            assertThat(sum(wins)).isEqualTo(1);
        }
    }

    @Test
    void bulks_share_the_wins_among_them() throws Exception {
        sessions.insertMany(
                IntStream.range(0, 50)
                        .mapToObj(id -> new Document("_id", id).append("version", 0))
                        .toList());

        List<Integer> wins =
                all(
                        writer -> {
                            List<WriteModel<Document>> writes = new ArrayList<>();
                            for (int id = 0; id < 50; id++) {
                                writes.add(
                                        new UpdateOneModel<>(
                                                and(eq("_id", id), eq("version", 0)),
                                                combine(inc("version", 1), set("writer", writer))));
                            }
                            return sessions.bulkWrite(writes, new BulkWriteOptions().ordered(false))
                                    .getModifiedCount();
                        });

        assertThat(sum(wins)).isEqualTo(50);
        assertThat(sessions.countDocuments(eq("version", 1))).isEqualTo(50);
    }

    @Test
    void a_request_becomes_one_session() throws Exception {
        sessions.createIndex(
                Indexes.ascending("projectId", "requestId"),
                new IndexOptions().unique(true).partialFilterExpression(exists("requestId")));

        List<Integer> inserted =
                all(
                        writer -> {
                            try {
                                sessions.insertOne(
                                        new Document("_id", writer)
                                                .append("projectId", "p")
                                                .append("requestId", "r"));
                                return 1;
                            } catch (MongoWriteException refused) {
                                assertThat(refused.getError().getCode()).isEqualTo(11000);
                                return 0;
                            }
                        });

        assertThat(sum(inserted)).isEqualTo(1);
        assertThat(sessions.countDocuments()).isEqualTo(1);
    }

    @Test
    void a_document_is_never_seen_half_changed() throws Exception {
        sessions.insertOne(doc("{_id: 's', a: 0, b: 0, list: [0, 0, 0]}"));

        List<Integer> torn =
                all(
                        writer -> {
                            int seenTorn = 0;
                            for (int turn = 0; turn < 30; turn++) {
                                if (writer % 2 == 0) {
                                    int value = writer * 100 + turn;
                                    sessions.updateOne(
                                            eq("_id", "s"),
                                            combine(
                                                    set("a", value),
                                                    set("list", List.of(value, value, value)),
                                                    set("b", value)));
                                } else {
                                    Document seen =
                                            Objects.requireNonNull(
                                                    sessions.find(eq("_id", "s")).first());
                                    int a = seen.getInteger("a");
                                    boolean whole =
                                            seen.getInteger("b") == a
                                                    && seen.getList("list", Integer.class)
                                                            .equals(List.of(a, a, a));
                                    seenTorn += whole ? 0 : 1;
                                }
                            }
                            return seenTorn;
                        });

        assertThat(sum(torn)).isZero();
    }

    @Test
    void an_upsert_of_one_id_makes_one_document() throws Exception {
        List<Integer> upserted =
                all(
                        writer -> {
                            try {
                                boolean made =
                                        sessions.updateOne(
                                                                eq("_id", "s"),
                                                                inc("n", 1),
                                                                new UpdateOptions().upsert(true))
                                                        .getUpsertedId()
                                                != null;
                                return made ? 1 : 0;
                            } catch (MongoWriteException refused) {
                                // A real server may let two try, and refuses one.
                                assertThat(refused.getError().getCode()).isEqualTo(11000);
                                return 0;
                            }
                        });

        assertThat(sum(upserted)).isEqualTo(1);
        assertThat(sessions.countDocuments()).isEqualTo(1);
    }

    private static int sum(List<Integer> results) {
        return results.stream().mapToInt(Integer::intValue).sum();
    }

    private static List<Integer> all(IntFunction<Integer> writer)
            throws InterruptedException, ExecutionException {
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<Integer>> running = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int number = i;
                running.add(writers.submit(() -> writer.apply(number)));
            }
            List<Integer> results = new ArrayList<>();
            for (Future<Integer> each : running) {
                results.add(each.get());
            }
            return results;
        }
    }
}
