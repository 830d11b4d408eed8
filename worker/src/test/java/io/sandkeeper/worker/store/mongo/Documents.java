package io.sandkeeper.worker.store.mongo;

import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;

import org.bson.Document;

import java.util.Objects;

/** The sessions' documents as they are in the server. */
record Documents(Mongo mongo) {
    Document of(SessionId id) {
        return Objects.requireNonNull(
                mongo.collection(MongoSessionStore.COLLECTION).find(byId(id)).first());
    }

    void damage(Session session, Document update) {
        mongo.collection(MongoSessionStore.COLLECTION).updateOne(byId(session.id()), update);
    }

    private static Document byId(SessionId id) {
        return new Document("_id", id.value());
    }
}
