package io.sandkeeper.local.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.elemMatch;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;
import static com.mongodb.client.model.Sorts.orderBy;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.FindIterable;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;

import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.stream.IntStream;

/**
 * That an index serves a query is told by what the server says it looked at, not by the time that
 * it took.
 */
class IndexUseTest extends StoreContract {
    private static final int SESSIONS = 1_000;

    @BeforeEach
    void a_thousand_sessions() {
        sessions.insertMany(IntStream.range(0, SESSIONS).mapToObj(IndexUseTest::session).toList());
        sessions.createIndex(Indexes.ascending("bucket", "dueAt"));
        sessions.createIndex(Indexes.ascending("projectId"));
        sessions.createIndex(Indexes.descending("createdAt"));
        sessions.createIndex(Indexes.ascending("incarnations.sandboxId"));
        sessions.createIndex(Indexes.ascending("key"), new IndexOptions().sparse(true));
        sessions.createIndex(
                Indexes.ascending("projectId", "requestId"),
                new IndexOptions().unique(true).partialFilterExpression(exists("requestId")));
    }

    private static Document session(int i) {
        Document session =
                new Document("_id", "s" + i)
                        .append("version", i % 3)
                        .append("bucket", i % 16)
                        .append("dueAt", Instant.ofEpochSecond((i * 7_919L) % SESSIONS))
                        .append("createdAt", Instant.ofEpochMilli(i))
                        .append("projectId", "p" + i % 100)
                        .append(
                                "incarnations",
                                List.of(
                                        new Document("sandboxId", "old" + i)
                                                .append("role", "CONDEMNED"),
                                        new Document("sandboxId", "new" + i)
                                                .append("role", "CURRENT")));
        if (i % 10 == 0) {
            session.append("requestId", "r" + i).append("key", "k" + i);
        }
        return session;
    }

    @Test
    void a_compare_and_set_looks_at_one_document() {
        looksAt(1, sessions.find(and(eq("_id", "s7"), eq("version", 1))));
        looksAt(1, sessions.find(bson("{_id: 's7', version: 1}")));
        looksAt(
                1,
                sessions.find(
                        and(eq("_id", "s7"), and(eq("version", 1), eq("dueAt", Instant.EPOCH)))));
    }

    @Test
    void ids_are_found_one_by_one() {
        FindIterable<Document> query =
                sessions.find(and(in("_id", "s1", "s2", "s3", "nobody"), ne("bucket", 2)));

        looksAt(3, query);
        assertThat(query)
                .extracting(found -> found.getString("_id"))
                .containsExactlyInAnyOrder("s1", "s3");
    }

    @Test
    void due_work_of_some_buckets_stops_at_the_limit() {
        Bson due = and(in("bucket", 1, 5, 9), lte("dueAt", Instant.ofEpochSecond(900)));
        FindIterable<Document> query = sessions.find(due).sort(ascending("dueAt")).limit(20);

        looksAt(20, query);
        assertThat(query)
                .extracting(found -> found.getDate("dueAt"))
                .isSorted()
                .containsExactlyElementsOf(sortedHere(due, Comparator.naturalOrder(), 20));
    }

    @Test
    void due_work_of_one_bucket_stops_at_the_limit_from_either_end() {
        Bson due = and(eq("bucket", 3), lte("dueAt", Instant.ofEpochSecond(900)));

        looksAt(5, sessions.find(due).sort(ascending("dueAt")).limit(5));
        looksAt(5, sessions.find(due).sort(descending("dueAt")).limit(5));
        assertThat(sessions.find(due).sort(descending("dueAt")).limit(5))
                .extracting(found -> found.getDate("dueAt"))
                .containsExactlyElementsOf(sortedHere(due, Comparator.reverseOrder(), 5));
    }

    @Test
    void a_sort_by_the_whole_index_needs_no_sorting() {
        FindIterable<Document> query =
                sessions.find(gt("bucket", 12))
                        .sort(orderBy(ascending("bucket"), ascending("dueAt")))
                        .limit(3);

        looksAt(3, query);
        assertThat(stages(query)).doesNotContain("SORT");
    }

    @Test
    void the_newest_are_read_from_the_end() {
        FindIterable<Document> query = sessions.find().sort(descending("createdAt")).limit(4);

        looksAt(4, query);
        assertThat(query)
                .extracting(found -> found.getString("_id"))
                .containsExactly("s999", "s998", "s997", "s996");
    }

    @Test
    void a_sort_that_no_index_has_looks_at_all_matches_only() {
        FindIterable<Document> query =
                sessions.find(eq("projectId", "p7")).sort(ascending("dueAt")).limit(2);

        looksAt(10, query);
        assertThat(stages(query)).contains("SORT");
    }

    @Test
    void a_sandbox_id_inside_an_array_leads_to_its_session() {
        looksAt(1, sessions.find(eq("incarnations.sandboxId", "old77")));
        looksAt(2, sessions.find(in("incarnations.sandboxId", "old77", "new77", "new78")));
        looksAt(
                1,
                sessions.find(
                        elemMatch(
                                "incarnations",
                                and(eq("sandboxId", "new5"), eq("role", "CURRENT")))));
        assertThat(
                        sessions.find(
                                elemMatch(
                                        "incarnations",
                                        and(eq("sandboxId", "new5"), eq("role", "CONDEMNED")))))
                .isEmpty();
    }

    @Test
    void a_partial_index_serves_queries_that_stay_inside_it() {
        looksAt(1, sessions.find(and(eq("projectId", "p10"), eq("requestId", "r10"))));
        looksAt(10, sessions.find(eq("projectId", "p10")));
    }

    @Test
    void a_sparse_index_serves_queries_that_want_the_field() {
        looksAt(1, sessions.find(eq("key", "k10")));
        assertThat(stages(sessions.find(eq("key", null)))).contains("COLLSCAN");
        assertThat(sessions.countDocuments(eq("key", null))).isEqualTo(900);
    }

    @Test
    void a_query_without_an_index_scans() {
        FindIterable<Document> query = sessions.find(eq("version", 1));

        assertThat(stages(query)).contains("COLLSCAN");
        looksAt(SESSIONS, query);
    }

    @Test
    void an_index_that_comes_later_knows_what_was_there() {
        sessions.createIndex(Indexes.ascending("version"));

        looksAt(333, sessions.find(eq("version", 1)));
    }

    @Test
    void a_dropped_index_serves_nothing() {
        sessions.dropIndex("projectId_1");

        assertThat(stages(sessions.find(eq("projectId", "p1")))).contains("COLLSCAN");
    }

    private static void looksAt(int documents, FindIterable<Document> query) {
        Document stats = query.explain().get("executionStats", Document.class);
        assertThat(stats.getInteger("totalDocsExamined")).isEqualTo(documents);
    }

    private List<Date> sortedHere(Bson filter, Comparator<Date> order, int limit) {
        return sessions
                .find(filter)
                .map(found -> found.getDate("dueAt"))
                .into(new ArrayList<>())
                .stream()
                .sorted(order)
                .limit(limit)
                .toList();
    }

    private static List<String> stages(FindIterable<Document> query) {
        List<String> stages = new ArrayList<>();
        Document plan =
                query.explain()
                        .get("queryPlanner", Document.class)
                        .get("winningPlan", Document.class);
        collect(plan, stages);
        return stages;
    }

    private static void collect(Document plan, List<String> stages) {
        stages.add(plan.getString("stage"));
        plan.values().stream()
                .filter(Document.class::isInstance)
                .map(Document.class::cast)
                .forEach(inner -> collect(inner, stages));
    }
}
