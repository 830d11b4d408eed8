package io.sandkeeper.worker.store.mongo;

import io.sandkeeper.local.store.EmbeddedStore;
import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.mongo.MongoSettings;
import io.sandkeeper.worker.store.DueByContract;
import io.sandkeeper.worker.store.SessionStore;

import org.junit.jupiter.api.AfterEach;

import java.time.Duration;
import java.util.UUID;

class MongoDueByTest extends DueByContract {
    private final EmbeddedStore server = EmbeddedStore.start(0);
    private final Mongo mongo =
            Mongo.connect(MongoSettings.at(server.uri()).withDatabase("test-" + UUID.randomUUID()));

    @Override
    protected SessionStore empty() {
        var store = new MongoSessionStore(mongo, Duration.ofDays(30));
        store.prepare();
        return store;
    }

    @AfterEach
    void close() {
        mongo.close();
        server.close();
    }
}
