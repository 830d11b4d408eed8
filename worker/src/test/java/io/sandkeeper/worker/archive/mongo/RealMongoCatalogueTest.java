package io.sandkeeper.worker.archive.mongo;

import io.sandkeeper.worker.mongo.RealMongo;

import org.junit.jupiter.api.extension.RegisterExtension;

class RealMongoCatalogueTest extends MongoCatalogueContract {
    @RegisterExtension static final RealMongo SERVER = new RealMongo();

    @Override
    protected String uri() {
        return SERVER.uri();
    }
}
