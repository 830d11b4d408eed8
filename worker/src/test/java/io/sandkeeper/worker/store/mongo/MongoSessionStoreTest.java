package io.sandkeeper.worker.store.mongo;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class MongoSessionStoreTest extends MongoSessionStoreContract {
    private static final MongoServer SERVER = new MongoServer(new MemoryBackend());
    private static String uri = "";

    @BeforeAll
    static void start() {
        var address = SERVER.bind();
        uri = "mongodb://" + address.getHostString() + ":" + address.getPort();
    }

    @AfterAll
    static void stop() {
        SERVER.shutdownNow();
    }

    @Override
    protected String uri() {
        return uri;
    }
}
