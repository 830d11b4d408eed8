package io.sandkeeper.worker.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.local.store.EmbeddedStore;
import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.mongo.MongoSettings;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.store.CensusContract;
import io.sandkeeper.worker.store.Sessions;

import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** The contract, and how it is asked in MongoDB. */
class MongoCensusTest extends CensusContract {
    private static final EmbeddedStore SERVER = EmbeddedStore.start(0);

    private final String database = "test-" + UUID.randomUUID();
    private @Nullable Mongo mongo;

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Override
    protected Pair empty() {
        mongo = Mongo.connect(settings());
        return new Pair(store(), new MongoCensus(mongo));
    }

    private MongoSettings settings() {
        return MongoSettings.at(SERVER.uri()).withDatabase(database);
    }

    private Mongo mongo() {
        return Objects.requireNonNull(mongo);
    }

    private MongoSessionStore store() {
        var store = new MongoSessionStore(mongo(), Duration.ofDays(30));
        store.prepare();
        return store;
    }

    @AfterEach
    void drop() {
        mongo().collection(MongoSessionStore.COLLECTION).drop();
        mongo().close();
    }

    @Test
    void leaves_out_whom_it_cannot_read_and_goes_on_behind_it() {
        for (var id : List.of("a", "b", "c")) {
            store().write(List.of(Sessions.touch(Sessions.fresh(id))));
        }
        mongo().collection(MongoSessionStore.COLLECTION)
                .updateOne(
                        new Document("_id", "a"),
                        Document.parse("{$set: {'state.since': 'yesterday'}}"));
        var census = new MongoCensus(mongo());

        var first = census.resting(State.Name.RUNNING, Optional.empty(), 2);

        assertThat(first.sessions()).hasSize(1);
        assertThat(first.next()).contains(new SessionId("b"));
        assertThat(census.resting(State.Name.RUNNING, first.next(), 2).sessions()).hasSize(1);
        assertThat(store().bySandbox(List.of("box-a"))).hasSize(1);
    }

    @Test
    void every_access_is_served_by_an_index_and_stops_at_its_limit() {
        for (var i = 0; i < 100; i++) {
            store().write(List.of(Sessions.touch(Sessions.fresh("s-" + i))));
        }
        var explained = new Explained();
        try (var heard = Mongo.connect(settings(), explained)) {
            var census = new MongoCensus(heard);
            census.resting(State.Name.RUNNING, Optional.empty(), 10);
            census.resting(State.Name.RUNNING, Optional.of(new SessionId("s-5")), 10);
        }

        var plans = explained.plans(SERVER.uri(), database);

        assertThat(plans).hasSize(2);
        assertThat(plans).allMatch(plan -> plan.documents() <= 10);
        assertThat(plans).allMatch(plan -> !plan.stages().contains("SORT"));
        assertThat(plans).allMatch(plan -> plan.stages().contains("IXSCAN stateById"));
    }
}
