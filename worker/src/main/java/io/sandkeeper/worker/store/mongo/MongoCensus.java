package io.sandkeeper.worker.store.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;

import com.mongodb.client.MongoCollection;

import io.sandkeeper.worker.mongo.Fields;
import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.session.Sandbox;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.store.Census;

import org.bson.Document;
import org.bson.conversions.Bson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads a few fields of the sessions' documents, page by page on an index. */
public final class MongoCensus implements Census {
    private static final Logger LOG = LoggerFactory.getLogger(MongoCensus.class);
    private static final String STATE_NAME = SessionDocument.STATE + '.' + StateDocument.NAME;
    private static final String PROFILE = "profile";
    private static final String REGION = "region";
    private static final String SINCE = "since";
    private static final Bson LITTLE =
            include(
                    SessionDocument.STATE + '.' + SINCE,
                    PROFILE + '.' + REGION,
                    SessionDocument.INCARNATIONS,
                    MongoSessionStore.LEASED_BY);

    private final Mongo mongo;
    private final MongoCollection<Document> sessions;

    public MongoCensus(Mongo mongo) {
        this.mongo = mongo;
        this.sessions = mongo.collection(MongoSessionStore.COLLECTION);
    }

    @Override
    public Page resting(State.Name state, Optional<SessionId> after, int limit) {
        var is = eq(STATE_NAME, state.name());
        var filter = after.map(id -> and(is, gt(SessionDocument.ID, id.value()))).orElse(is);
        var documents =
                mongo.ask(
                        () ->
                                sessions.find(filter)
                                        .sort(ascending(SessionDocument.ID))
                                        .limit(limit)
                                        .projection(LITTLE)
                                        .into(new ArrayList<>()));
        var next =
                documents.size() < limit
                        ? Optional.<SessionId>empty()
                        : Optional.of(SessionDocument.id(documents.getLast()));
        return new Page(documents.stream().flatMap(MongoCensus::resting).toList(), next);
    }

    private static Stream<Resting> resting(Document document) {
        var id = SessionDocument.id(document);
        try {
            var fields = new Fields(document);
            var current =
                    IncarnationDocuments.readCurrent(fields.inners(SessionDocument.INCARNATIONS));
            return current.map(Sandbox::id).map(sandbox -> resting(id, fields, sandbox)).stream();
        } catch (Fields.Unreadable | IllegalArgumentException e) {
            LOG.error("session={} cannot be compared with its provider: {}", id, e.getMessage());
            return Stream.empty();
        }
    }

    private static Resting resting(SessionId id, Fields fields, SandboxId sandbox) {
        return new Resting(
                id,
                fields.optionalInner(PROFILE).flatMap(profile -> profile.optionalText(REGION)),
                sandbox,
                fields.inner(SessionDocument.STATE).time(SINCE),
                fields.optionalInner(SessionDocument.OPERATION)
                        .flatMap(operation -> operation.optionalInner("lease"))
                        .isPresent());
    }
}
