package io.sandkeeper.local.store;

import de.bwaldvogel.mongo.bson.Document;

import io.sandkeeper.local.store.Plan.CollectionScan;
import io.sandkeeper.local.store.Plan.IndexScan;

import java.util.List;

/** The part of a real server's {@code explain} that tells an index from a scan. */
final class Explanation {
    private Explanation() {}

    static Document of(String namespace, Search search, int found) {
        Examined examined = search.examined();
        return explanation(
                namespace, stages(search.plan()), found, examined.keys(), examined.documents());
    }

    /** Of a query on a collection that is not there. */
    static Document ofNothing(String namespace) {
        return explanation(namespace, new Document("stage", "EOF"), 0, 0, 0);
    }

    private static Document explanation(
            String namespace, Document stages, int found, long keys, long documents) {
        return new Document("explainVersion", "1")
                .append(
                        "queryPlanner",
                        new Document("namespace", namespace)
                                .append("winningPlan", stages)
                                .append("rejectedPlans", List.of()))
                .append(
                        "executionStats",
                        new Document("executionSuccess", true)
                                .append("nReturned", found)
                                .append("totalKeysExamined", (int) keys)
                                .append("totalDocsExamined", (int) documents))
                .append("ok", 1.0);
    }

    private static Document stages(Plan plan) {
        Document source =
                switch (plan) {
                    case CollectionScan scan ->
                            new Document("stage", "COLLSCAN")
                                    .append("direction", direction(scan.forward()));
                    case IndexScan scan ->
                            new Document("stage", "FETCH").append("inputStage", merge(scan));
                };
        return plan.sorted() ? source : new Document("stage", "SORT").append("inputStage", source);
    }

    private static Document merge(IndexScan scan) {
        Document keys = indexScan(scan);
        return scan.merged()
                ? new Document("stage", "SORT_MERGE").append("inputStage", keys)
                : keys;
    }

    private static Document indexScan(IndexScan scan) {
        IndexDefinition index = scan.index().definition();
        return new Document("stage", "IXSCAN")
                .append("keyPattern", index.keyPattern())
                .append("indexName", index.name())
                .append("isMultiKey", scan.index().multikey())
                .append("isUnique", index.unique())
                .append("isSparse", index.sparse())
                .append("isPartial", index.partialFilter() != null)
                .append("direction", direction(scan.forward()));
    }

    private static String direction(boolean forward) {
        return forward ? "forward" : "backward";
    }
}
