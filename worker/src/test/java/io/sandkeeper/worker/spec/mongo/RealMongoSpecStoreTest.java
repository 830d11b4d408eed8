package io.sandkeeper.worker.spec.mongo;

import io.sandkeeper.worker.mongo.RealMongo;

import org.junit.jupiter.api.extension.RegisterExtension;

class RealMongoSpecStoreTest extends MongoSpecStoreContract {
    @RegisterExtension static final RealMongo SERVER = new RealMongo();

    @Override
    protected String uri() {
        return SERVER.uri();
    }
}
