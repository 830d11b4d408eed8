package io.sandkeeper.worker.store.mongo;

import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;

import com.mongodb.client.MongoCollection;

import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.Bucket;

import org.bson.Document;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A field with a time, indexed before the bucket: who is first in some buckets? What is overdue, or
 * will be in a moment, is little beside everything that has a time; so the others' part of it is
 * read over, which costs less than a look into each of a thousand buckets.
 *
 * @param comparison how the field must compare to the time asked for
 */
record Timer(String field, String comparison) {
    /** The first, with their times, in order. */
    Map<SessionId, Instant> first(
            MongoCollection<Document> sessions,
            Collection<Integer> buckets,
            Instant time,
            int limit) {
        var times = new LinkedHashMap<SessionId, Instant>();
        if (!buckets.isEmpty()) {
            sessions.find(filter(buckets, time))
                    .sort(ascending(field))
                    .limit(limit)
                    .projection(include(field))
                    .forEach(
                            found ->
                                    times.put(
                                            SessionDocument.id(found),
                                            found.get(field, Instant.class)));
        }
        return times;
    }

    private Document filter(Collection<Integer> buckets, Instant time) {
        var filter = new Document(field, new Document(comparison, time));
        return buckets.size() < Bucket.COUNT
                ? filter.append(
                        SessionDocument.BUCKET,
                        new Document("$in", buckets.stream().sorted().toList()))
                : filter;
    }
}
