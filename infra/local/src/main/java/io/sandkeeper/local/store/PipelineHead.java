package io.sandkeeper.local.store;

import de.bwaldvogel.mongo.bson.Document;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The beginning of an aggregation that is a query: matches, then a sort, then a limit. It can use
 * an index; the library would read the whole collection.
 */
record PipelineHead(Document query, @Nullable Document sort, int limit, List<Document> rest) {
    static PipelineHead of(List<Document> pipeline) {
        List<Document> matches = new ArrayList<>();
        int at = 0;
        while (at < pipeline.size() && pipeline.get(at).get("$match") instanceof Document match) {
            matches.add(match);
            at++;
        }
        @Nullable Document sort = null;
        if (at < pipeline.size() && pipeline.get(at).get("$sort") instanceof Document order) {
            sort = order;
            at++;
        }
        int limit = 0;
        if (at < pipeline.size()
                && pipeline.get(at).get("$limit") instanceof Number number
                && number.intValue() > 0) {
            limit = number.intValue();
            at++;
        }
        return new PipelineHead(all(matches), sort, limit, pipeline.subList(at, pipeline.size()));
    }

    private static Document all(List<Document> matches) {
        return switch (matches.size()) {
            case 0 -> new Document();
            case 1 -> matches.getFirst();
            default -> new Document("$and", List.copyOf(matches));
        };
    }
}
