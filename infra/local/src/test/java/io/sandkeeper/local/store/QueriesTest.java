package io.sandkeeper.local.store;

import static com.mongodb.client.model.Accumulators.sum;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Projections.excludeId;
import static com.mongodb.client.model.Projections.fields;
import static com.mongodb.client.model.Projections.include;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.CountOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;

import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

class QueriesTest extends StoreContract {
    @BeforeEach
    void three_hundred_sessions_in_three_states() {
        sessions.createIndex(Indexes.ascending("state", "n"));
        sessions.insertMany(
                IntStream.range(0, 300)
                        .mapToObj(
                                n ->
                                        new Document("_id", n)
                                                .append(
                                                        "state",
                                                        List.of("RUNNING", "PAUSED", "KILLED")
                                                                .get(n % 3))
                                                .append("n", n)
                                                .append("tags", List.of("t" + n % 2, "all")))
                        .toList());
    }

    @Test
    void count_with_and_without_a_filter() {
        assertThat(sessions.countDocuments()).isEqualTo(300);
        assertThat(sessions.estimatedDocumentCount()).isEqualTo(300);
        assertThat(sessions.countDocuments(eq("state", "PAUSED"))).isEqualTo(100);
        assertThat(
                        sessions.countDocuments(
                                eq("state", "PAUSED"), new CountOptions().skip(90).limit(50)))
                .isEqualTo(10);
        assertThat(sessions.countDocuments(eq("tags", "t1"))).isEqualTo(150);
    }

    @Test
    void list_distinct_values() {
        assertThat(sessions.distinct("state", String.class))
                .containsExactlyInAnyOrder("RUNNING", "PAUSED", "KILLED");
        assertThat(sessions.distinct("tags", eq("state", "RUNNING"), String.class))
                .containsExactlyInAnyOrder("all", "t0", "t1");
    }

    @Test
    void show_only_the_fields_that_are_asked_for() {
        assertThat(sessions.find(eq("_id", 4)).projection(fields(include("state"), excludeId())))
                .containsExactly(doc("{state: 'PAUSED'}"));
    }

    @Test
    void sort_skip_and_limit() {
        assertThat(
                        sessions.find(eq("state", "RUNNING"))
                                .sort(Sorts.descending("n"))
                                .skip(2)
                                .limit(3))
                .extracting(found -> found.getInteger("n"))
                .containsExactly(291, 288, 285);
        assertThat(
                        sessions.find()
                                .sort(
                                        Sorts.orderBy(
                                                Sorts.descending("state"), Sorts.ascending("n")))
                                .limit(2))
                .extracting(found -> found.getInteger("n"))
                .containsExactly(0, 3);
    }

    @Test
    void arrive_in_batches_of_any_size() {
        assertThat(
                        sessions.find()
                                .sort(Sorts.ascending("n"))
                                .batchSize(7)
                                .map(found -> found.getInteger("n")))
                .containsExactlyElementsOf(IntStream.range(0, 300).boxed().toList());
        assertThat(sessions.find().map(found -> found.getInteger("n")).into(new ArrayList<>()))
                .hasSize(300);
    }

    @Test
    void show_documents_as_they_were_when_they_were_asked() {
        try (var cursor = sessions.find().sort(Sorts.ascending("n")).batchSize(10).iterator()) {
            cursor.next();
            sessions.updateMany(new Document(), Updates.set("state", "FAILED"));

            List<String> states = new ArrayList<>();
            cursor.forEachRemaining(found -> states.add(found.getString("state")));
            // A real server may show the batches that it reads later as they are then.
            assertThat(states.subList(0, 9)).doesNotContain("FAILED");
            assertThat(states).hasSize(299);
        }
    }

    @Test
    void aggregate() {
        assertThat(
                        sessions.aggregate(
                                List.of(
                                        Aggregates.match(gte("n", 150)),
                                        Aggregates.group(
                                                "$state", sum("sessions", 1), sum("total", "$n")),
                                        Aggregates.sort(Sorts.ascending("_id")),
                                        Aggregates.limit(2))))
                .containsExactly(
                        doc("{_id: 'KILLED', sessions: 50, total: 11275}"),
                        doc("{_id: 'PAUSED', sessions: 50, total: 11225}"));
        assertThat(
                        sessions.aggregate(
                                List.of(
                                        Aggregates.match(eq("state", "PAUSED")),
                                        Aggregates.count("n"))))
                .containsExactly(doc("{n: 100}"));
        assertThat(
                        sessions.aggregate(
                                List.of(
                                        Aggregates.match(eq("state", "PAUSED")),
                                        Aggregates.sort(Sorts.descending("n")),
                                        Aggregates.limit(1),
                                        Aggregates.project(fields(include("n"), excludeId())))))
                .containsExactly(doc("{n: 298}"));
    }

    @Test
    void aggregate_more_than_one_batch() {
        assertThat(sessions.aggregate(List.of(Aggregates.group("$n"))).batchSize(20)).hasSize(300);
    }

    @Test
    void take_the_first_of_an_order_and_change_it() {
        Document first =
                sessions.findOneAndUpdate(
                        eq("state", "PAUSED"),
                        Updates.set("state", "RESUMING"),
                        new FindOneAndUpdateOptions()
                                .sort(Sorts.descending("n"))
                                .projection(include("n")));

        assertThat(first).isEqualTo(doc("{_id: 298, n: 298}"));
        assertThat(sessions.countDocuments(eq("state", "PAUSED"))).isEqualTo(99);
    }

    @Test
    void delete_one_or_all() {
        assertThat(sessions.deleteOne(eq("state", "PAUSED")).getDeletedCount()).isEqualTo(1);
        assertThat(sessions.deleteMany(eq("state", "PAUSED")).getDeletedCount()).isEqualTo(99);
        assertThat(sessions.findOneAndDelete(eq("_id", 0))).containsEntry("n", 0);
        assertThat(sessions.countDocuments()).isEqualTo(199);
    }

    @Test
    void compare_within_one_type_and_sort_across_types() {
        sessions.drop();
        sessions.createIndex(Indexes.ascending("v"));
        List<Document> mixed =
                List.of(
                        doc("{_id: 'missing'}"),
                        doc("{_id: 'null', v: null}"),
                        doc("{_id: 'int', v: 5}"),
                        doc("{_id: 'double', v: 5.5}"),
                        doc("{_id: 'text', v: '5'}"),
                        doc("{_id: 'document', v: {a: 1}}"),
                        doc("{_id: 'flag', v: true}"),
                        doc("{_id: 'date', v: {$date: 5}}"));
        sessions.insertMany(mixed.reversed());

        assertThat(ids(sessions.find(bson("{v: {$gte: 5}}")).sort(bson("{v: 1}"))))
                .containsExactly("int", "double");
        assertThat(ids(sessions.find(bson("{v: {$lt: 'x'}}")))).containsExactly("text");
        assertThat(ids(sessions.find(bson("{v: null}"))))
                .containsExactlyInAnyOrder("missing", "null");
        assertThat(ids(sessions.find(bson("{v: {$exists: false}}")))).containsExactly("missing");
        assertThat(ids(sessions.find(bson("{v: {$ne: 5}}")))).hasSize(7).doesNotContain("int");
        assertThat(ids(sessions.find().sort(bson("{v: 1}"))).subList(2, 8))
                .containsExactly("int", "double", "text", "document", "flag", "date");
        assertThat(ids(sessions.find().sort(bson("{v: -1}"))).subList(0, 2))
                .containsExactly("date", "flag");
    }

    @Test
    void sort_an_array_by_its_smallest_element_upwards_and_its_largest_downwards() {
        sessions.drop();
        sessions.createIndex(Indexes.ascending("v"));
        sessions.insertMany(
                List.of(
                        doc("{_id: 'wide', v: [1, 9]}"),
                        doc("{_id: 'narrow', v: [4, 5]}"),
                        doc("{_id: 'single', v: 3}")));

        assertThat(ids(sessions.find(bson("{v: {$gte: 0}}")).sort(bson("{v: 1}"))))
                .containsExactly("wide", "single", "narrow");
        assertThat(ids(sessions.find(bson("{v: {$lte: 6}}")).sort(bson("{v: -1}"))))
                .containsExactly("wide", "narrow", "single");
    }

    @Test
    void know_numbers_by_value_and_no_number_at_all() {
        sessions.drop();
        sessions.createIndex(Indexes.ascending("v"));
        sessions.insertMany(
                List.of(
                        new Document("_id", "int").append("v", 2),
                        new Document("_id", "long").append("v", 2L),
                        new Document("_id", "double").append("v", 2.0),
                        new Document("_id", "big").append("v", (1L << 53) + 1),
                        new Document("_id", "near").append("v", 0x1p53),
                        new Document("_id", "nan").append("v", Double.NaN)));

        assertThat(ids(sessions.find(eq("v", 2))))
                .containsExactlyInAnyOrder("int", "long", "double");
        assertThat(ids(sessions.find(eq("v", 1L << 53)))).containsExactly("near");
        assertThat(ids(sessions.find(lt("v", 10)))).doesNotContain("nan").hasSize(3);
        assertThat(ids(sessions.find(gte("v", 10)))).containsExactlyInAnyOrder("big", "near");
    }

    @Test
    void list_collections_by_name() {
        assertThat(database().listCollectionNames())
                .contains(sessions.getNamespace().getCollectionName());
        assertThat(database().listCollections().filter(eq("name", "nothing-of-that-name")))
                .isEmpty();
    }

    private static List<String> ids(Iterable<Document> found) {
        List<String> ids = new ArrayList<>();
        found.forEach(document -> ids.add(document.getString("_id")));
        return ids;
    }
}
