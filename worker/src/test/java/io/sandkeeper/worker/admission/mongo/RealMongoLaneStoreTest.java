package io.sandkeeper.worker.admission.mongo;

import io.sandkeeper.worker.mongo.RealMongo;

import org.junit.jupiter.api.extension.RegisterExtension;

class RealMongoLaneStoreTest extends MongoLaneStoreContract {
    @RegisterExtension static final RealMongo SERVER = new RealMongo();

    @Override
    protected String uri() {
        return SERVER.uri();
    }
}
