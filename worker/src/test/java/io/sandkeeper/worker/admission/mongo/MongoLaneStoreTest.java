package io.sandkeeper.worker.admission.mongo;

import io.sandkeeper.local.store.EmbeddedStore;

import org.junit.jupiter.api.AfterAll;

class MongoLaneStoreTest extends MongoLaneStoreContract {
    private static final EmbeddedStore SERVER = EmbeddedStore.start(0);

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Override
    protected String uri() {
        return SERVER.uri();
    }
}
