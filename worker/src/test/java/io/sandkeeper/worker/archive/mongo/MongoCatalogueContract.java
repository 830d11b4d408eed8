package io.sandkeeper.worker.archive.mongo;

import io.sandkeeper.worker.archive.Catalogue;
import io.sandkeeper.worker.archive.CatalogueContract;
import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.mongo.MongoSettings;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

import java.util.Objects;
import java.util.UUID;

/** The contract, in a database of its own each time. */
abstract class MongoCatalogueContract extends CatalogueContract {
    private @Nullable Mongo mongo;

    protected abstract String uri();

    @Override
    protected Catalogue empty() {
        mongo = Mongo.connect(MongoSettings.at(uri()).withDatabase("test-" + UUID.randomUUID()));
        var catalogue = new MongoCatalogue(mongo());
        catalogue.prepare();
        return catalogue;
    }

    Mongo mongo() {
        return Objects.requireNonNull(mongo);
    }

    @AfterEach
    void drop() {
        for (var name : new String[] {"archives", "archive.files", "archive.chunks"}) {
            mongo().collection(name).drop();
        }
        mongo().close();
    }
}
