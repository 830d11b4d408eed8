package io.sandkeeper.worker.store.mongo;

import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.mongo.MongoSettings;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.SessionStore;
import io.sandkeeper.worker.store.SessionStoreContract;

import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** The contract, and what a store in MongoDB promises beside it. */
abstract class MongoSessionStoreContract extends SessionStoreContract {
    private @Nullable Mongo mongo;

    protected abstract String uri();

    @Override
    protected SessionStore empty() {
        var database = "test-" + UUID.randomUUID();
        mongo = Mongo.connect(MongoSettings.at(uri()).withDatabase(database));
        var store = new MongoSessionStore(mongo, RETENTION);
        store.prepare();
        store.prepare();
        return store;
    }

    @AfterEach
    void drop() {
        mongo().database().drop();
        mongo().close();
    }

    Mongo mongo() {
        return Objects.requireNonNull(mongo);
    }

    Document raw(SessionId id) {
        return Objects.requireNonNull(
                mongo().collection(MongoSessionStore.COLLECTION)
                        .find(new Document("_id", id.value()))
                        .first());
    }

    @Override
    protected List<String> history(SessionId id) {
        return raw(id).getList("history", Document.class).stream()
                .map(
                        one ->
                                one.getString("state")
                                        + " "
                                        + one.get("cause", Document.class).getString("evidence"))
                .toList();
    }
}
