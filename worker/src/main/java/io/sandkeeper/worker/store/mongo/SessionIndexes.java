package io.sandkeeper.worker.store.mongo;

import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Indexes.ascending;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;

import org.bson.Document;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The indexes of the sessions. Only those that have a timer are in a timer's index. Activity alone
 * changes no indexed field.
 */
final class SessionIndexes {
    /**
     * A worker removes a session when its retention is over, and says so. The database itself does
     * so later, if it can, and says nothing.
     */
    private static final Duration SAFETY_NET = Duration.ofDays(7);

    private SessionIndexes() {}

    static List<IndexModel> all() {
        return List.of(
                new IndexModel(ascending(SessionDocument.OWNER + ".project"), named("project")),
                new IndexModel(ascending(SessionDocument.OWNER + ".user"), named("user")),
                new IndexModel(
                        ascending(
                                SessionDocument.STATE + '.' + StateDocument.NAME,
                                SessionDocument.ID),
                        named("stateById")),
                new IndexModel(ascending(MongoSessionStore.SANDBOX), named("sandbox").sparse(true)),
                new IndexModel(ascending(MongoSessionStore.LEASED_BY), named("lease").sparse(true)),
                new IndexModel(
                        ascending(MongoSessionStore.TICKET_LANE, MongoSessionStore.TICKET_RANK),
                        named("queue")
                                .partialFilterExpression(exists(MongoSessionStore.TICKET_RANK))),
                new IndexModel(
                        ascending(MongoSessionStore.REGION, MongoSessionStore.STATE_NAME),
                        named("holding")),
                timer(SessionDocument.DUE_AT),
                timer(Attempt.OUTBOX_SINCE),
                new IndexModel(
                        ascending(SessionDocument.FORGET_AT),
                        named("forget")
                                .sparse(true)
                                .expireAfter(SAFETY_NET.toSeconds(), TimeUnit.SECONDS)));
    }

    /** Makes those that are missing. Takes as long as it takes: there may be many sessions. */
    static void create(MongoCollection<Document> sessions) {
        sessions.withTimeout(0, TimeUnit.MILLISECONDS).createIndexes(all());
    }

    private static IndexModel timer(String field) {
        return new IndexModel(
                ascending(field, SessionDocument.BUCKET),
                named(field).partialFilterExpression(exists(field)));
    }

    private static IndexOptions named(String name) {
        return new IndexOptions().name(name);
    }
}
