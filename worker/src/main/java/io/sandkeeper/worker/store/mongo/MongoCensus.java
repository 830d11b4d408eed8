package io.sandkeeper.worker.store.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;

import com.mongodb.client.MongoCollection;

import io.sandkeeper.worker.mongo.Fields;
import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.session.Sandbox;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.store.Bucket;
import io.sandkeeper.worker.store.Census;

import org.bson.Document;
import org.bson.conversions.Bson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads a few fields of the sessions' documents, page by page on an index. */
public final class MongoCensus implements Census {
    private static final String GENERATION = "generation";
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

    private static final Bson FOR_CHECKS =
            include(
                    GENERATION,
                    PROFILE + '.' + REGION,
                    PROFILE + '.' + ProfileDocument.PREVIEW_PORT,
                    PROFILE + '.' + ProfileDocument.HEALTH_EVERY,
                    SessionDocument.INCARNATIONS,
                    SessionDocument.USE + '.' + SessionDocument.LAST_ACTIVITY);

    private final Mongo mongo;
    private final MongoCollection<Document> sessions;

    public MongoCensus(Mongo mongo) {
        this.mongo = mongo;
        this.sessions = mongo.collection(MongoSessionStore.COLLECTION);
    }

    @Override
    public Page resting(State.Name state, Optional<SessionId> after, int limit) {
        var documents = page(eq(STATE_NAME, state.name()), after, limit, LITTLE);
        return new Page(
                documents.stream().flatMap(MongoCensus::resting).toList(), next(documents, limit));
    }

    @Override
    public RunningPage running(Set<Integer> buckets, Optional<SessionId> after, int limit) {
        var runs = eq(STATE_NAME, State.Name.RUNNING.name());
        var ours =
                buckets.size() < Bucket.COUNT
                        ? and(runs, in(SessionDocument.BUCKET, buckets.stream().sorted().toList()))
                        : runs;
        var documents = page(ours, after, limit, FOR_CHECKS);
        return new RunningPage(
                documents.stream().flatMap(MongoCensus::running).toList(), next(documents, limit));
    }

    private List<Document> page(Bson which, Optional<SessionId> after, int limit, Bson fields) {
        var filter = after.map(id -> and(which, gt(SessionDocument.ID, id.value()))).orElse(which);
        return mongo.ask(
                () ->
                        sessions.find(filter)
                                .sort(ascending(SessionDocument.ID))
                                .limit(limit)
                                .projection(fields)
                                .into(new ArrayList<>()));
    }

    private static Optional<SessionId> next(List<Document> documents, int limit) {
        return documents.size() < limit
                ? Optional.empty()
                : Optional.of(SessionDocument.id(documents.getLast()));
    }

    private static Stream<Running> running(Document document) {
        var id = SessionDocument.id(document);
        try {
            var fields = new Fields(document);
            return IncarnationDocuments.readCurrent(fields.inners(SessionDocument.INCARNATIONS))
                    .map(current -> running(id, fields, current))
                    .stream();
        } catch (Fields.Unreadable | IllegalArgumentException e) {
            LOG.error("session={} cannot be checked: {}", id, e.getMessage());
            return Stream.empty();
        }
    }

    private static Running running(SessionId id, Fields fields, Sandbox current) {
        var profile = fields.inner(PROFILE);
        return new Running(
                id,
                profile.optionalText(REGION),
                current.id(),
                fields.number(GENERATION),
                profile.optionalSmallNumber(ProfileDocument.PREVIEW_PORT),
                ProfileDocument.healthEvery(profile),
                fields.inner(SessionDocument.USE).time(SessionDocument.LAST_ACTIVITY));
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
