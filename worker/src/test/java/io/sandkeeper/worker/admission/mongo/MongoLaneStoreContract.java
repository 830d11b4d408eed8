package io.sandkeeper.worker.admission.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.admission.Gate;
import io.sandkeeper.worker.admission.LaneStore;
import io.sandkeeper.worker.admission.LaneStoreContract;
import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.mongo.MongoSettings;

import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Objects;
import java.util.UUID;

/** The contract, and what a store in MongoDB promises beside it. */
abstract class MongoLaneStoreContract extends LaneStoreContract {
    private @Nullable Mongo mongo;

    protected abstract String uri();

    @Override
    protected LaneStore empty() {
        mongo = Mongo.connect(MongoSettings.at(uri()).withDatabase("test-" + UUID.randomUUID()));
        var store = new MongoLaneStore(mongo);
        store.prepare();
        return store;
    }

    private Mongo mongo() {
        return Objects.requireNonNull(mongo);
    }

    @AfterEach
    void drop() {
        mongo().collection("lanes").deleteMany(new Document());
        mongo().collection("budgets").deleteMany(new Document());
        mongo().close();
    }

    @Test
    void a_lane_of_a_newer_release_hides_no_other() {
        var store = new MongoLaneStore(mongo());
        store.prepare();
        assertThat(store.replace(with(new Gate.Free(), 1), 0)).isTrue();
        mongo().collection("lanes")
                .insertOne(
                        Document.parse(
                                "{_id: 'e2b/-/pause', provider: 'e2b', operation: 'PAUSE', version: 1, gate: {is: 'AJAR'}}"));

        assertThat(store.all()).containsExactly(with(new Gate.Free(), 1));
    }
}
