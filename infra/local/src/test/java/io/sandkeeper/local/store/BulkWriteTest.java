package io.sandkeeper.local.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;

import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

class BulkWriteTest extends StoreContract {
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);
    private static final BulkWriteOptions ORDERED = new BulkWriteOptions().ordered(true);

    @BeforeEach
    void three_sessions_and_a_unique_request() {
        sessions.createIndex(
                Indexes.ascending("requestId"),
                new IndexOptions().unique(true).partialFilterExpression(exists("requestId")));
        sessions.insertMany(
                List.of(
                        doc("{_id: 's1', version: 1, requestId: 'r1'}"),
                        doc("{_id: 's2', version: 2, requestId: 'r2'}"),
                        doc("{_id: 's3', version: 3}")));
    }

    @Test
    void counts_winners_without_naming_them() {
        BulkWriteResult result =
                sessions.bulkWrite(
                        List.of(
                                compareAndSet("s1", 1),
                                compareAndSet("s2", 9),
                                compareAndSet("s3", 3)),
                        UNORDERED);

        assertThat(result.getMatchedCount()).isEqualTo(2);
        assertThat(result.getModifiedCount()).isEqualTo(2);
        assertThat(versions()).containsExactly(2, 2, 4);
    }

    @Test
    void in_order_stops_at_the_first_error() {
        MongoBulkWriteException failure = fails(ORDERED);

        assertThat(failure.getWriteErrors())
                .extracting(BulkWriteError::getIndex)
                .containsExactly(1);
        assertThat(failure.getWriteErrors())
                .extracting(BulkWriteError::getCode)
                .containsExactly(11000);
        assertThat(failure.getWriteResult().getModifiedCount()).isEqualTo(1);
        assertThat(versions()).containsExactly(2, 2, 3);
    }

    @Test
    void without_order_goes_on_after_an_error() {
        MongoBulkWriteException failure = fails(UNORDERED);

        assertThat(failure.getWriteErrors())
                .extracting(BulkWriteError::getIndex)
                .containsExactly(1);
        assertThat(failure.getWriteResult().getMatchedCount()).isEqualTo(2);
        assertThat(failure.getWriteResult().getModifiedCount()).isEqualTo(2);
        assertThat(versions()).containsExactly(2, 2, 4);
    }

    @Test
    void mixes_inserts_upserts_updates_and_deletes() {
        BulkWriteResult result =
                sessions.bulkWrite(
                        List.of(
                                new InsertOneModel<>(doc("{_id: 's4', version: 4}")),
                                compareAndSet("s1", 1),
                                new UpdateOneModel<>(
                                        eq("_id", "s5"),
                                        set("version", 5),
                                        new UpdateOptions().upsert(true)),
                                new DeleteOneModel<>(eq("_id", "s2")),
                                new DeleteOneModel<>(eq("_id", "nobody"))));

        assertThat(result.getInsertedCount()).isEqualTo(1);
        assertThat(result.getModifiedCount()).isEqualTo(1);
        assertThat(result.getUpserts())
                .singleElement()
                .satisfies(
                        upsert -> {
                            assertThat(upsert.getIndex()).isEqualTo(2);
                            assertThat(upsert.getId().asString().getValue()).isEqualTo("s5");
                        });
        assertThat(result.getDeletedCount()).isEqualTo(1);
        assertThat(versions()).containsExactly(2, 3, 4, 5);
    }

    @Test
    void inserts_what_it_can_and_counts_it() {
        List<Document> documents =
                List.of(
                        doc("{_id: 's4', version: 4}"),
                        doc("{_id: 's1', version: 9}"),
                        doc("{_id: 's5', version: 5}"));

        MongoBulkWriteException failure =
                catchThrowableOfType(
                        MongoBulkWriteException.class,
                        () ->
                                sessions.insertMany(
                                        documents, new InsertManyOptions().ordered(false)));

        assertThat(failure.getWriteResult().getInsertedCount()).isEqualTo(2);
        assertThat(failure.getWriteErrors())
                .extracting(BulkWriteError::getIndex)
                .containsExactly(1);
        assertThat(versions()).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void takes_more_than_one_message_can_carry() {
        List<WriteModel<Document>> inserts =
                IntStream.range(0, 2_500)
                        .<WriteModel<Document>>mapToObj(
                                i ->
                                        new InsertOneModel<>(
                                                new Document("_id", "bulk-" + i)
                                                        .append("version", 0)))
                        .toList();
        List<WriteModel<Document>> updates =
                IntStream.range(0, 2_500)
                        .<WriteModel<Document>>mapToObj(
                                i -> compareAndSet("bulk-" + i, i % 5 == 0 ? 1 : 0))
                        .toList();

        sessions.bulkWrite(inserts, UNORDERED);
        BulkWriteResult result = sessions.bulkWrite(updates, UNORDERED);

        assertThat(result.getModifiedCount()).isEqualTo(2_000);
    }

    private MongoBulkWriteException fails(BulkWriteOptions options) {
        List<WriteModel<Document>> writes =
                List.of(
                        compareAndSet("s1", 1),
                        new UpdateOneModel<>(eq("_id", "s2"), set("requestId", "r1")),
                        compareAndSet("s3", 3));
        return catchThrowableOfType(
                MongoBulkWriteException.class, () -> sessions.bulkWrite(writes, options));
    }

    private static WriteModel<Document> compareAndSet(String id, int version) {
        return new UpdateOneModel<>(and(eq("_id", id), eq("version", version)), inc("version", 1));
    }

    private List<Integer> versions() {
        return sessions.find()
                .sort(doc("{_id: 1}"))
                .map(document -> document.getInteger("version"))
                .into(new ArrayList<>());
    }
}
