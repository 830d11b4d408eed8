package io.sandkeeper.worker.store.mongo;

import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;

import com.mongodb.client.MongoCollection;

import io.sandkeeper.worker.session.SessionId;

import org.bson.Document;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A field with a time, indexed behind the bucket: who is first in some buckets?
 *
 * @param comparison how the field must compare to the time asked for
 */
record Timer(String field, String comparison) {
    /**
     * The server merges the buckets' index ranges in order, and stops at the limit, up to this
     * many; with more it would read everything and sort.
     */
    private static final int MERGED = 200;

    /** The ids of the first, in order. */
    List<String> first(
            MongoCollection<Document> sessions,
            Collection<Integer> buckets,
            Instant time,
            int limit) {
        var all = buckets.stream().sorted().toList();
        var seen = new ArrayList<Document>();
        for (var from = 0; from < all.size(); from += MERGED) {
            var some = all.subList(from, Math.min(from + MERGED, all.size()));
            sessions.find(filter(some, time))
                    .sort(ascending(field))
                    .limit(limit)
                    .projection(include(field))
                    .into(seen);
        }
        return seen.stream()
                .sorted(Comparator.comparing(document -> document.get(field, Instant.class)))
                .limit(limit)
                .map(document -> document.getString(SessionDocument.ID))
                .toList();
    }

    /** Who is due after the one time and not after the other, and when; the soonest first. */
    Map<SessionId, Instant> between(
            MongoCollection<Document> sessions,
            Collection<Integer> buckets,
            Instant after,
            Instant until,
            int limit) {
        var times = new LinkedHashMap<SessionId, Instant>();
        var range = new Document("$gt", after).append("$lte", until);
        sessions.find(
                        new Document(
                                        SessionDocument.BUCKET,
                                        new Document("$in", buckets.stream().sorted().toList()))
                                .append(field, range))
                .sort(ascending(field))
                .limit(limit)
                .projection(include(field))
                .forEach(
                        found ->
                                times.put(
                                        SessionDocument.id(found),
                                        found.get(field, Instant.class)));
        return times;
    }

    Document filter(List<Integer> buckets, Instant time) {
        return new Document(
                Map.of(
                        SessionDocument.BUCKET,
                        new Document("$in", buckets),
                        field,
                        new Document(comparison, time)));
    }
}
