package io.sandkeeper.worker.admission.mongo;

import io.sandkeeper.worker.mongo.RealMongo;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import java.util.Objects;

class RealMongoLaneStoreTest extends MongoLaneStoreContract {
    private static @Nullable RealMongo server;

    @BeforeAll
    static void start() {
        server = RealMongo.required();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected String uri() {
        return Objects.requireNonNull(server).uri();
    }
}
