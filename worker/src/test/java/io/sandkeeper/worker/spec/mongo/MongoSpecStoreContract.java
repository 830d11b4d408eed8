package io.sandkeeper.worker.spec.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.mongo.MongoSettings;
import io.sandkeeper.worker.session.SpecId;
import io.sandkeeper.worker.spec.SpecStore;
import io.sandkeeper.worker.spec.SpecStoreContract;
import io.sandkeeper.worker.store.StoreRefused;

import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** The contract, and what a store in MongoDB promises beside it. */
abstract class MongoSpecStoreContract extends SpecStoreContract {
    private @Nullable Mongo mongo;

    protected abstract String uri();

    @Override
    protected SpecStore empty() {
        var database = "test-" + UUID.randomUUID();
        mongo = Mongo.connect(MongoSettings.at(uri()).withDatabase(database));
        return new MongoSpecStore(mongo);
    }

    private Mongo mongo() {
        return Objects.requireNonNull(mongo);
    }

    @AfterEach
    void drop() {
        mongo().collection("specs").drop();
        mongo().close();
    }

    @Test
    void refuses_what_it_cannot_read_and_repeats_no_value() {
        var id = new SpecId("s/1");
        var store = new MongoSpecStore(mongo());
        store.save(Map.of(id, spec(1)));
        mongo().collection("specs")
                .updateOne(
                        new Document("_id", id.value()),
                        Document.parse("{$set: {environment: ['secret']}}"));

        assertThatThrownBy(() -> store.load(id))
                .isInstanceOf(StoreRefused.class)
                .satisfies(
                        failure ->
                                assertThat(failure.getCause())
                                        .hasMessageNotContaining("secret")
                                        .hasMessageContaining("environment"));
    }
}
