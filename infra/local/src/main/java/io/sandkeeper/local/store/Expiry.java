package io.sandkeeper.local.store;

import de.bwaldvogel.mongo.bson.Document;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Deletes what an index with {@code expireAfterSeconds} says is over. A real server does so once a
 * minute.
 */
final class Expiry {
    private final Set<StoreCollection> watched = ConcurrentHashMap.newKeySet();

    void watch(StoreCollection collection) {
        watched.add(collection);
    }

    void forget(StoreCollection collection) {
        watched.remove(collection);
    }

    void sweep(Instant now) {
        watched.forEach(collection -> sweep(collection, now));
    }

    private static void sweep(StoreCollection collection, Instant now) {
        synchronized (collection) {
            for (OrderedIndex index : collection.orderedIndexes()) {
                Optional<Duration> expiry = index.definition().expiry();
                if (expiry.isPresent()) {
                    String path = index.definition().fields().getFirst().path();
                    Instant over = now.minus(expiry.get());
                    collection.deleteDocuments(new Document(path, new Document("$lte", over)), 0);
                }
            }
        }
    }
}
