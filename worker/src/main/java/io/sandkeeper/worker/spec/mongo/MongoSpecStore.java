package io.sandkeeper.worker.spec.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Updates.max;

import static java.util.stream.Collectors.toSet;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertManyOptions;

import io.sandkeeper.worker.mongo.Failures;
import io.sandkeeper.worker.mongo.Fields;
import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.SpecId;
import io.sandkeeper.worker.spec.Spec;
import io.sandkeeper.worker.spec.SpecStore;
import io.sandkeeper.worker.spec.SpecUpkeep;
import io.sandkeeper.worker.store.StoreRefused;

import org.bson.Document;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Specs in the collection {@code specs}. */
public final class MongoSpecStore implements SpecStore, SpecUpkeep {
    private static final InsertManyOptions UNORDERED = new InsertManyOptions().ordered(false);

    /** A session's specs are those from its id and a slash up to its id and this. */
    private static final char BEHIND_SLASH = '/' + 1;

    private final Mongo mongo;
    private final MongoCollection<Document> specs;
    private final InstantSource clock;
    private final RecentSpecs recent = new RecentSpecs();

    public MongoSpecStore(Mongo mongo) {
        this(mongo, InstantSource.system());
    }

    public MongoSpecStore(Mongo mongo, InstantSource clock) {
        this.mongo = mongo;
        this.specs = mongo.collection("specs");
        this.clock = clock;
    }

    @Override
    public void save(Map<SpecId, Spec> many) {
        var open = new HashMap<String, Document>();
        var now = clock.instant();
        many.forEach((id, spec) -> open.put(id.value(), SpecDocument.of(id, spec, now)));
        var there = new HashSet<String>();
        while (!open.isEmpty()) {
            mongo.ask(
                    () -> {
                        open.keySet().retainAll(insert(List.copyOf(open.values())));
                        there.addAll(open.keySet());
                        return open.isEmpty() || isSavedAgain(open.keySet(), now);
                    });
        }
        recent.saved(without(there, many));
    }

    /** Whoever came first with a spec is in the database. */
    private static Map<SpecId, Spec> without(Set<String> known, Map<SpecId, Spec> many) {
        var fresh = new HashMap<>(many);
        fresh.keySet().removeIf(id -> known.contains(id.value()));
        return fresh;
    }

    /**
     * One that is there already is as good: a spec never changes, and the server answers after a
     * majority has it, whoever wrote it.
     *
     * @return those that were there already
     */
    private Set<String> insert(List<Document> documents) {
        try {
            specs.insertMany(documents, UNORDERED);
            return Set.of();
        } catch (MongoBulkWriteException e) {
            var known =
                    e.getWriteErrors().stream()
                            .allMatch(error -> Failures.isDuplicate(error.getCode()));
            if (!known || e.getWriteConcernError() != null) {
                throw e;
            }
            return e.getWriteErrors().stream()
                    .map(error -> documents.get(error.getIndex()).getString(SpecDocument.ID))
                    .collect(toSet());
        }
    }

    /**
     * Who finds them old must not remove them now: a session is about to name them. One that was
     * removed meanwhile is inserted once more.
     */
    private boolean isSavedAgain(Set<String> known, Instant now) {
        var matched =
                specs.updateMany(in(SpecDocument.ID, known), max(SpecDocument.SAVED_AT, now))
                        .getMatchedCount();
        if (matched == known.size()) {
            known.clear();
        }
        return known.isEmpty();
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
    public List<SpecId> savedBefore(Instant time, Optional<SpecId> after, int limit) {
        var old = lt(SpecDocument.SAVED_AT, time);
        var filter = after.map(id -> and(old, gt(SpecDocument.ID, id.value()))).orElse(old);
        return mongo.ask(
                () ->
                        specs.find(filter)
                                .sort(ascending(SpecDocument.ID))
                                .limit(limit)
                                .projection(include(SpecDocument.ID))
                                .map(document -> new SpecId(document.getString(SpecDocument.ID)))
                                .into(new ArrayList<>()));
    }

    @Override
    public void forget(Collection<SpecId> ids, Instant savedBefore) {
        var names = ids.stream().map(SpecId::value).toList();
        var filter = and(in(SpecDocument.ID, names), lt(SpecDocument.SAVED_AT, savedBefore));
        recent.forget(ids);
        mongo.ask(() -> specs.deleteMany(filter));
    }

    @Override
    public void forgetAllOf(Collection<SessionId> sessions, Instant savedBefore) {
        recent.forgetAllOf(sessions);
        for (var session : sessions) {
            var filter =
                    and(
                            gt(SpecDocument.ID, session.value() + '/'),
                            lt(SpecDocument.ID, session.value() + BEHIND_SLASH),
                            lt(SpecDocument.SAVED_AT, savedBefore));
            mongo.ask(() -> specs.deleteMany(filter));
        }
    }
}
