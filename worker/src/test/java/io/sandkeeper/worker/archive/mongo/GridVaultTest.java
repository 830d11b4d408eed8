package io.sandkeeper.worker.archive.mongo;

import io.sandkeeper.local.store.EmbeddedStore;

import org.junit.jupiter.api.AfterAll;

class GridVaultTest extends GridVaultContract {
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
