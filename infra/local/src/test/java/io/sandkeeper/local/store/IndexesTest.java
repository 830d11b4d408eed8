package io.sandkeeper.local.store;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.Document;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.TimeUnit;

class IndexesTest extends StoreContract {
    private static final int DUPLICATE_KEY = 11000;

    private static IndexOptions uniquePerRequest() {
        return new IndexOptions().unique(true).partialFilterExpression(exists("requestId"));
    }

    private static void refused(int code, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        MongoException.class,
                        failure -> assertThat(failure.getCode()).isEqualTo(code));
    }

    @Nested
    class A_list_of_indexes {
        @Test
        void tells_what_was_asked_for() {
            sessions.createIndex(Indexes.ascending("bucket", "dueAt"));
            sessions.createIndex(
                    Indexes.compoundIndex(Indexes.ascending("a"), Indexes.descending("b")));
            sessions.createIndex(
                    Indexes.ascending("requestId"), uniquePerRequest().name("one-per-request"));
            sessions.createIndex(
                    Indexes.ascending("key"), new IndexOptions().sparse(true).unique(true));
            sessions.createIndex(
                    Indexes.ascending("endedAt"),
                    new IndexOptions().expireAfter(90L, TimeUnit.SECONDS));

            assertThat(sessions.listIndexes().map(IndexesTest::withoutNumberTypes))
                    .containsExactly(
                            doc("{v: 2, key: {_id: 1}, name: '_id_'}"),
                            doc("{v: 2, key: {bucket: 1, dueAt: 1}, name: 'bucket_1_dueAt_1'}"),
                            doc("{v: 2, key: {a: 1, b: -1}, name: 'a_1_b_-1'}"),
                            doc(
                                    "{v: 2, key: {requestId: 1}, name: 'one-per-request', unique: true,"
                                            + " partialFilterExpression: {requestId: {$exists: true}}}"),
                            doc("{v: 2, key: {key: 1}, name: 'key_1', unique: true, sparse: true}"),
                            doc(
                                    "{v: 2, key: {endedAt: 1}, name: 'endedAt_1', expireAfterSeconds: 90}"));
        }

        @Test
        void does_not_grow_when_the_same_is_asked_for_again() {
            sessions.createIndex(Indexes.ascending("requestId"), uniquePerRequest());
            sessions.createIndex(Indexes.ascending("requestId"), uniquePerRequest());

            assertThat(sessions.listIndexes()).hasSize(2);
        }

        @Test
        void refuses_another_index_of_the_same_name() {
            sessions.createIndex(Indexes.ascending("a"), new IndexOptions().name("mine"));

            refused(
                    86,
                    () ->
                            sessions.createIndex(
                                    Indexes.ascending("b"), new IndexOptions().name("mine")));
        }

        @Test
        void refuses_the_same_index_under_another_name() {
            sessions.createIndex(Indexes.ascending("a"), new IndexOptions().name("mine"));

            refused(
                    85,
                    () ->
                            sessions.createIndex(
                                    Indexes.ascending("a"), new IndexOptions().name("yours")));
        }

        @Test
        void forgets_what_is_dropped() {
            sessions.createIndex(Indexes.ascending("a"));
            sessions.createIndex(Indexes.ascending("b"));
            sessions.createIndex(Indexes.ascending("c"));

            sessions.dropIndex("a_1");
            sessions.dropIndex(Indexes.ascending("b"));
            assertThat(sessions.listIndexes().map(index -> index.getString("name")))
                    .containsExactly("_id_", "c_1");

            sessions.dropIndexes();
            assertThat(sessions.listIndexes().map(index -> index.getString("name")))
                    .containsExactly("_id_");
        }

        @Test
        void is_a_collections_own() {
            sessions.createIndex(Indexes.ascending("a"));
            var other = database().getCollection("other");
            other.createIndex(Indexes.ascending("a"));

            other.dropIndexes();

            assertThat(sessions.listIndexes()).hasSize(2);
        }
    }

    @Nested
    class A_unique_index {
        @Test
        void over_a_part_ignores_the_others() {
            sessions.createIndex(Indexes.ascending("projectId", "requestId"), uniquePerRequest());

            sessions.insertMany(
                    List.of(
                            doc("{_id: 1, projectId: 'p'}"),
                            doc("{_id: 2, projectId: 'p'}"),
                            doc("{_id: 3, projectId: 'p', requestId: 'r'}"),
                            doc("{_id: 4, projectId: 'q', requestId: 'r'}")));

            refused(
                    DUPLICATE_KEY,
                    () -> sessions.insertOne(doc("{_id: 5, projectId: 'p', requestId: 'r'}")));
            assertThat(sessions.countDocuments()).isEqualTo(4);
        }

        @Test
        void over_a_part_follows_documents_in_and_out() {
            sessions.createIndex(Indexes.ascending("projectId", "requestId"), uniquePerRequest());
            sessions.insertMany(
                    List.of(
                            doc("{_id: 1, projectId: 'p', requestId: 'r'}"),
                            doc("{_id: 2, projectId: 'p'}")));

            refused(
                    DUPLICATE_KEY,
                    () -> sessions.updateOne(eq("_id", 2), bson("{$set: {requestId: 'r'}}")));
            sessions.updateOne(eq("_id", 1), bson("{$unset: {requestId: ''}}"));
            sessions.updateOne(eq("_id", 2), bson("{$set: {requestId: 'r'}}"));

            refused(
                    DUPLICATE_KEY,
                    () -> sessions.updateOne(eq("_id", 1), bson("{$set: {requestId: 'r'}}")));
        }

        @Test
        void frees_the_key_of_a_deleted_document() {
            sessions.createIndex(Indexes.ascending("key"), new IndexOptions().unique(true));
            sessions.insertOne(doc("{_id: 1, key: 'k'}"));

            sessions.deleteOne(eq("_id", 1));

            sessions.insertOne(doc("{_id: 2, key: 'k'}"));
        }

        @Test
        void knows_one_number_in_all_its_types() {
            sessions.createIndex(Indexes.ascending("n"), new IndexOptions().unique(true));
            sessions.insertOne(new Document("n", 1));

            refused(DUPLICATE_KEY, () -> sessions.insertOne(new Document("n", 1L)));
            refused(DUPLICATE_KEY, () -> sessions.insertOne(new Document("n", 1.0)));
            sessions.insertOne(new Document("n", Long.MAX_VALUE));
            sessions.insertOne(new Document("n", Long.MAX_VALUE - 1));
        }

        @Test
        void takes_a_missing_field_for_null_unless_it_is_sparse() {
            sessions.createIndex(Indexes.ascending("a"), new IndexOptions().unique(true));
            sessions.createIndex(
                    Indexes.ascending("b"), new IndexOptions().unique(true).sparse(true));

            sessions.insertOne(doc("{_id: 1, a: 1}"));
            sessions.insertOne(doc("{_id: 2}"));

            refused(DUPLICATE_KEY, () -> sessions.insertOne(doc("{_id: 3}")));
            refused(DUPLICATE_KEY, () -> sessions.insertOne(doc("{_id: 3, a: null}")));
        }

        @Test
        void compares_the_elements_of_arrays_across_documents() {
            sessions.createIndex(
                    Indexes.ascending("incarnations.provider", "incarnations.sandboxId"),
                    new IndexOptions().unique(true));
            sessions.insertOne(
                    doc(
                            "{_id: 1, incarnations: [{provider: 'x', sandboxId: 1}, {provider: 'y', sandboxId: 2}]}"));

            sessions.insertOne(doc("{_id: 2, incarnations: [{provider: 'x', sandboxId: 2}]}"));

            refused(
                    DUPLICATE_KEY,
                    () ->
                            sessions.insertOne(
                                    doc(
                                            "{_id: 3, incarnations: [{provider: 'y', sandboxId: 2}]}")));
        }

        @Test
        void is_not_built_over_duplicates() {
            sessions.insertMany(List.of(doc("{_id: 1, a: 1}"), doc("{_id: 2, a: 1}")));

            refused(
                    DUPLICATE_KEY,
                    () ->
                            sessions.createIndex(
                                    Indexes.ascending("a"), new IndexOptions().unique(true)));
            assertThat(sessions.listIndexes()).hasSize(1);
        }

        @Test
        void names_itself_and_the_key_in_its_refusal() {
            sessions.createIndex(Indexes.ascending("key"), new IndexOptions().unique(true));
            sessions.insertOne(doc("{_id: 1, key: 'k'}"));

            assertThatThrownBy(() -> sessions.insertOne(doc("{_id: 2, key: 'k'}")))
                    .hasMessageContaining("E11000 duplicate key error")
                    .hasMessageContaining("key_1")
                    .hasMessageContaining("\"k\"");
        }
    }

    /** A real server keeps the type that the driver sent: 90 may be a long. */
    private static Document withoutNumberTypes(Document index) {
        return Document.parse(index.toJson());
    }
}
