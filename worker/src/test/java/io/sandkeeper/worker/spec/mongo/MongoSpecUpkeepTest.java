package io.sandkeeper.worker.spec.mongo;

import io.sandkeeper.local.store.EmbeddedStore;
import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.mongo.MongoSettings;
import io.sandkeeper.worker.spec.SpecUpkeepContract;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;

import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;

class MongoSpecUpkeepTest extends SpecUpkeepContract {
    private static final EmbeddedStore SERVER = EmbeddedStore.start(0);

    private @Nullable Mongo mongo;

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Override
    protected Pair empty(InstantSource clock) {
        var database = "test-" + UUID.randomUUID();
        mongo = Mongo.connect(MongoSettings.at(SERVER.uri()).withDatabase(database));
        var store = new MongoSpecStore(mongo, clock);
        return new Pair(store, store);
    }

    @AfterEach
    void drop() {
        var connected = Objects.requireNonNull(mongo);
        connected.collection("specs").drop();
        connected.close();
    }
}
