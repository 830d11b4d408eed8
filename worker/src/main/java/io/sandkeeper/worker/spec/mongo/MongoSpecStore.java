package io.sandkeeper.worker.spec.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertManyOptions;

import io.sandkeeper.worker.mongo.Failures;
import io.sandkeeper.worker.mongo.Fields;
import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.session.SpecId;
import io.sandkeeper.worker.spec.Spec;
import io.sandkeeper.worker.spec.SpecStore;
import io.sandkeeper.worker.store.StoreRefused;

import org.bson.Document;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Specs in the collection {@code specs}. */
public final class MongoSpecStore implements SpecStore {
    private static final InsertManyOptions UNORDERED = new InsertManyOptions().ordered(false);

    private final Mongo mongo;
    private final MongoCollection<Document> specs;
    private final RecentSpecs recent = new RecentSpecs();

    public MongoSpecStore(Mongo mongo) {
        this.mongo = mongo;
        this.specs = mongo.collection("specs");
    }

    @Override
    public void save(Map<SpecId, Spec> many) {
        if (many.isEmpty()) {
            return;
        }
        var documents =
                many.entrySet().stream()
                        .map(one -> SpecDocument.of(one.getKey(), one.getValue()))
                        .toList();
        if (mongo.ask(() -> insert(documents))) {
            recent.saved(many);
        }
    }

    /** True when none of them was there before. */
    private boolean insert(List<Document> documents) {
        try {
            return specs.insertMany(documents, UNORDERED).wasAcknowledged();
        } catch (MongoBulkWriteException e) {
            requireAllThere(e);
            return false;
        }
    }

    /**
     * One that is there already is as good: a spec never changes, and the server answers after a
     * majority has it, whoever wrote it.
     */
    private static void requireAllThere(MongoBulkWriteException e) {
        var known =
                e.getWriteErrors().stream()
                        .allMatch(error -> Failures.isDuplicate(error.getCode()));
        if (!known || e.getWriteConcernError() != null) {
            throw e;
        }
    }

    @Override
    public Optional<Spec> load(SpecId id) {
        var known = recent.take(id);
        return known.isPresent() ? known : read(id);
    }

    private Optional<Spec> read(SpecId id) {
        var document =
                mongo.ask(
                        () ->
                                Optional.ofNullable(
                                        specs.find(eq(SpecDocument.ID, id.value())).first()));
        try {
            return document.map(SpecDocument::read);
        } catch (Fields.Unreadable e) {
            throw new StoreRefused("the spec " + id + " cannot be read", e);
        }
    }

    @Override
    public void forget(Collection<SpecId> ids) {
        recent.forget(ids);
        var names = ids.stream().map(SpecId::value).toList();
        mongo.ask(() -> specs.deleteMany(in(SpecDocument.ID, names)));
    }
}
