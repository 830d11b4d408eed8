package io.sandkeeper.worker.store.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Projections.exclude;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;

import static io.sandkeeper.worker.session.State.Name.CREATING;
import static io.sandkeeper.worker.session.State.Name.KILLING;
import static io.sandkeeper.worker.session.State.Name.PAUSING;
import static io.sandkeeper.worker.session.State.Name.RECREATING;
import static io.sandkeeper.worker.session.State.Name.RESUMING;
import static io.sandkeeper.worker.session.State.Name.RUNNING;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;

import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.store.Found;
import io.sandkeeper.worker.store.SessionStore;
import io.sandkeeper.worker.store.SessionWrite;
import io.sandkeeper.worker.store.Transition;
import io.sandkeeper.worker.store.Written;

import org.bson.Document;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Sessions in the collection {@code sessions}. */
public final class MongoSessionStore implements SessionStore {
    static final String COLLECTION = "sessions";
    static final String SANDBOX = SessionDocument.INCARNATIONS + '.' + IncarnationDocuments.SANDBOX;
    static final String STATE_NAME = SessionDocument.STATE + '.' + StateDocument.NAME;
    static final String LEASED_BY = SessionDocument.OPERATION + ".lease.worker";

    static final String TICKET_LANE = ticket(QueueDocument.LANE);
    static final String TICKET_RANK = ticket(QueueDocument.RANK);
    static final String REGION = SessionDocument.PROFILE + ".region";

    private static final List<String> HOLDING =
            Stream.of(CREATING, RECREATING, RUNNING, PAUSING, RESUMING, KILLING)
                    .map(State.Name::name)
                    .toList();

    private static final Timer DUE = new Timer(SessionDocument.DUE_AT, "$lte");

    private final Mongo mongo;
    private final MongoCollection<Document> sessions;
    private final Outboxes outboxes;
    private final Duration retention;

    /**
     * @param retention how long an ended session is remembered; longer than its topics', or a
     *     record that is read again would open it anew
     */
    public MongoSessionStore(Mongo mongo, Duration retention) {
        this.mongo = mongo;
        this.sessions = mongo.collection(COLLECTION);
        this.outboxes = new Outboxes(mongo, sessions);
        this.retention = retention;
    }

    /** Makes the indexes that are missing. */
    public void prepare() {
        mongo.ask(
                () -> {
                    SessionIndexes.create(sessions);
                    return true;
                });
    }

    @Override
    public Found load(Collection<SessionId> ids) {
        return ids.isEmpty()
                ? Found.NOTHING
                : found(() -> sessions.find(in(SessionDocument.ID, texts(ids))));
    }

    @Override
    public Found notRunning(Collection<SessionId> ids) {
        return ids.isEmpty()
                ? Found.NOTHING
                : found(
                        () ->
                                sessions.find(
                                                and(
                                                        in(SessionDocument.ID, texts(ids)),
                                                        ne(STATE_NAME, State.Name.RUNNING.name())))
                                        // Never by the state: a fleet may have a million asleep.
                                        .hint(ascending(SessionDocument.ID)));
    }

    @Override
    public Written write(List<SessionWrite> writes) {
        var bulk = new Bulk(mongo, sessions);
        var attempts = new ArrayList<Attempt>(writes.size());
        var seen = new HashSet<SessionId>();
        for (var write : writes) {
            if (!seen.add(write.id())) {
                throw new IllegalArgumentException(write.id() + " is written twice in one batch");
            }
            Fit.of(write, retention, bulk).ifPresent(attempts::add);
        }
        bulk.send(attempts);
        return bulk.written();
    }

    @Override
    public Map<SessionId, Instant> dueBy(Set<Integer> buckets, Instant until, int limit) {
        return mongo.ask(() -> DUE.first(sessions, buckets, until, limit));
    }

    @Override
    public List<Unpublished> unpublished(Set<Integer> buckets, Instant storedBefore, int limit) {
        return outboxes.unpublished(buckets, storedBefore, limit);
    }

    @Override
    public List<Unpublished> outboxes(Collection<SessionId> ids) {
        return outboxes.of(ids);
    }

    @Override
    public Map<SessionId, Told> told(Collection<SessionId> ids) {
        return outboxes.told(ids);
    }

    @Override
    public Map<SessionId, List<Transition>> histories(Collection<SessionId> ids) {
        return ids.isEmpty()
                ? Map.of()
                : mongo.ask(
                        () -> {
                            var histories = new HashMap<SessionId, List<Transition>>();
                            sessions.find(in(SessionDocument.ID, texts(ids)))
                                    .projection(include(Attempt.HISTORY))
                                    .forEach(
                                            document ->
                                                    histories.put(
                                                            SessionDocument.id(document),
                                                            TransitionDocument.readAll(document)));
                            return histories;
                        });
    }

    @Override
    public void published(Map<SessionId, Long> upTo) {
        outboxes.published(upTo);
    }

    @Override
    public void used(Map<SessionId, UseFold> uses) {
        Uses.move(mongo, sessions, uses);
    }

    @Override
    public Map<String, SessionId> bySandbox(Collection<String> sandboxIds) {
        var sessionOf = new HashMap<String, SessionId>();
        if (!sandboxIds.isEmpty()) {
            var wanted = Set.copyOf(sandboxIds);
            mongo.ask(
                    () -> {
                        sessions.find(in(SANDBOX, wanted))
                                .projection(include(SANDBOX))
                                .forEach(found -> sandboxes(found, wanted, sessionOf));
                        return sessionOf;
                    });
        }
        return sessionOf;
    }

    /** A session has more sandboxes than the one that was asked for. */
    private static void sandboxes(
            Document found, Set<String> wanted, Map<String, SessionId> sessionOf) {
        for (var one : found.getList(SessionDocument.INCARNATIONS, Document.class)) {
            var sandbox = one.getString(IncarnationDocuments.SANDBOX);
            if (sandbox != null && wanted.contains(sandbox)) {
                sessionOf.put(sandbox, SessionDocument.id(found));
            }
        }
    }

    @Override
    public Found leasedBy(String worker, int limit) {
        return found(() -> sessions.find(eq(LEASED_BY, worker)).limit(limit));
    }

    @Override
    public Found waiting(String lane, long fromRank, int limit) {
        var filter = queue(lane, fromRank);
        return found(() -> sessions.find(filter).sort(ascending(TICKET_RANK)).limit(limit));
    }

    @Override
    public long countWaiting(String lane) {
        return mongo.ask(() -> sessions.countDocuments(queue(lane, 0)));
    }

    private static Document queue(String lane, long fromRank) {
        return new Document(TICKET_LANE, lane).append(TICKET_RANK, new Document("$gte", fromRank));
    }

    @Override
    public long countHolding(Optional<String> region) {
        var filter =
                new Document(REGION, region.orElse(null))
                        .append(STATE_NAME, new Document("$in", HOLDING));
        return mongo.ask(() -> sessions.countDocuments(filter));
    }

    @Override
    public List<SessionId> forgettable(Instant now, int limit) {
        return mongo.ask(
                () ->
                        sessions.find(lte(SessionDocument.FORGET_AT, now))
                                .sort(ascending(SessionDocument.FORGET_AT))
                                .limit(limit)
                                .projection(include(SessionDocument.ID))
                                .map(SessionDocument::id)
                                .into(new ArrayList<>()));
    }

    @Override
    public void forget(Collection<SessionId> ids, Instant now) {
        var filter = and(in(SessionDocument.ID, texts(ids)), lte(SessionDocument.FORGET_AT, now));
        mongo.ask(() -> sessions.deleteMany(filter));
    }

    private Found found(Supplier<FindIterable<Document>> query) {
        var reading = new Reading();
        mongo.ask(
                () -> {
                    query.get()
                            .projection(exclude(Attempt.OUTBOX, Attempt.HISTORY, Attempt.MARKS))
                            .forEach(reading::add);
                    return reading;
                });
        return reading.found();
    }

    private static String ticket(String field) {
        return SessionDocument.STATE + '.' + QueueDocument.TICKET + '.' + field;
    }

    static List<String> texts(Collection<SessionId> ids) {
        return ids.stream().map(SessionId::value).toList();
    }
}
