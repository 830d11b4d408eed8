package io.sandkeeper.worker.sweep.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;

import io.sandkeeper.worker.mongo.Failures;
import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.sweep.Turn;

import org.bson.Document;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Turns in the collection {@code turns}: one document for each kind of work, with who did it last
 * and when. Whoever did it last keeps it, because it remembers what it saw; the others come when it
 * is half a time late.
 */
public final class MongoTurn implements Turn {
    private static final String BY = "by";
    private static final String AT = "at";

    private final Mongo mongo;
    private final MongoCollection<Document> turns;
    private final String name;
    private final String worker;
    private final Duration every;
    private final InstantSource clock;

    public MongoTurn(Mongo mongo, String name, String worker, Duration every, InstantSource clock) {
        this.mongo = mongo;
        this.turns = mongo.collection("turns");
        this.name = name;
        this.worker = worker;
        this.every = every;
        this.clock = clock;
    }

    @Override
    public boolean take() {
        var now = clock.instant();
        return mongo.ask(() -> moved(now) || begun(now));
    }

    private boolean moved(Instant now) {
        var mine = and(eq(BY, worker), lte(AT, now.minus(every)));
        var late = lte(AT, now.minus(every).minus(every.dividedBy(2)));
        return turns.updateOne(
                                and(eq("_id", name), or(mine, late)),
                                combine(set(BY, worker), set(AT, now)))
                        .getMatchedCount()
                == 1;
    }

    private boolean begun(Instant now) {
        try {
            return turns.insertOne(new Document("_id", name).append(BY, worker).append(AT, now))
                    .wasAcknowledged();
        } catch (MongoWriteException e) {
            if (Failures.isDuplicate(e.getCode())) {
                return false;
            }
            throw e;
        }
    }
}
