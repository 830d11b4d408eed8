package io.sandkeeper.worker.spec.mongo;

import io.sandkeeper.local.store.EmbeddedStore;

import org.junit.jupiter.api.AfterAll;

class MongoSpecStoreTest extends MongoSpecStoreContract {
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
