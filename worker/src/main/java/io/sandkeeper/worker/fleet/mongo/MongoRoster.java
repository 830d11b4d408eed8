package io.sandkeeper.worker.fleet.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.MongoCollection;

import io.sandkeeper.worker.fleet.Roster;
import io.sandkeeper.worker.mongo.Mongo;

import org.bson.Document;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * Workers in the collection {@code workers}. The time is for people; only the count is compared.
 */
public final class MongoRoster implements Roster {
    private static final String COUNT = "count";

    private final Mongo mongo;
    private final MongoCollection<Document> workers;
    private final InstantSource clock;

    public MongoRoster(Mongo mongo, InstantSource clock) {
        this.mongo = mongo;
        this.workers = mongo.collection("workers");
        this.clock = clock;
    }

    @Override
    public void enter(String worker) {
        mongo.ask(
                () ->
                        workers.insertOne(
                                new Document("_id", worker)
                                        .append(COUNT, 0L)
                                        .append("at", clock.instant())));
    }

    @Override
    public boolean beat(String worker, long count) {
        return mongo.ask(
                () ->
                        workers.updateOne(
                                                eq("_id", worker),
                                                combine(
                                                        set(COUNT, count),
                                                        set("at", clock.instant())))
                                        .getMatchedCount()
                                == 1);
    }

    @Override
    public Map<String, Long> beats() {
        return mongo.ask(
                () -> {
                    var beats = new HashMap<String, Long>();
                    workers.find()
                            .forEach(one -> beats.put(one.getString("_id"), one.getLong(COUNT)));
                    return beats;
                });
    }

    @Override
    public void strike(String worker) {
        mongo.ask(() -> workers.deleteOne(eq("_id", worker)));
    }
}
