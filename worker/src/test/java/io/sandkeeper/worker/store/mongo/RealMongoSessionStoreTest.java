package io.sandkeeper.worker.store.mongo;

import io.sandkeeper.worker.mongo.RealMongo;

import org.junit.jupiter.api.extension.RegisterExtension;

class RealMongoSessionStoreTest extends MongoSessionStoreContract {
    @RegisterExtension static final RealMongo SERVER = new RealMongo();

    @Override
    protected String uri() {
        return SERVER.uri();
    }
}
