package io.sandkeeper.worker.store.mongo;

import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Projections.include;

import static java.util.Comparator.comparing;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;

import io.sandkeeper.worker.mongo.Fields;
import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.Publication;
import io.sandkeeper.worker.store.SessionStore.Told;
import io.sandkeeper.worker.store.SessionStore.Unpublished;

import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What waits to be published, inside the sessions' documents. The time of the oldest entry is kept
 * beside it, as one of the session's timers.
 */
final class Outboxes {
    private static final Logger LOG = LoggerFactory.getLogger(Outboxes.class);
    private static final Timer WAITING = new Timer(Attempt.OUTBOX_SINCE, "$lt");
    private static final String SEQUENCE = SessionDocument.LEDGER + '.' + LedgerDocument.SEQUENCE;
    private static final String WAITING_SEQUENCES =
            Attempt.OUTBOX + '.' + PublicationDocument.SEQUENCE;
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    private final Mongo mongo;
    private final MongoCollection<Document> sessions;

    Outboxes(Mongo mongo, MongoCollection<Document> sessions) {
        this.mongo = mongo;
        this.sessions = sessions;
    }

    List<Unpublished> unpublished(Collection<Integer> buckets, Instant storedBefore, int limit) {
        return mongo.ask(
                () -> {
                    var ids = WAITING.first(sessions, buckets, storedBefore, limit).keySet();
                    if (ids.isEmpty()) {
                        return List.of();
                    }
                    return sessions
                            .find(in(SessionDocument.ID, MongoSessionStore.texts(ids)))
                            .projection(include(Attempt.OUTBOX))
                            .into(new ArrayList<>())
                            .stream()
                            .flatMap(document -> read(document).stream())
                            .filter(waiting -> waitsSince(waiting, storedBefore))
                            .sorted(comparing(waiting -> waiting.publications().getFirst().time()))
                            .toList();
                });
    }

    List<Unpublished> of(Collection<SessionId> ids) {
        return find(ids, Attempt.OUTBOX).stream()
                .flatMap(document -> read(document).stream())
                .toList();
    }

    /** Read field by field: also of sessions that this release cannot read. */
    Map<SessionId, Told> told(Collection<SessionId> ids) {
        var told = new HashMap<SessionId, Told>();
        for (var document : find(ids, SEQUENCE, WAITING_SEQUENCES)) {
            var ledger = document.get(SessionDocument.LEDGER, new Document());
            var outbox = document.getList(Attempt.OUTBOX, Document.class, List.of());
            var waiting = outbox.stream().mapToLong(Outboxes::sequence).max().orElse(0);
            told.put(SessionDocument.id(document), new Told(sequence(ledger), waiting));
        }
        return told;
    }

    private static long sequence(Document numbered) {
        return numbered.get(LedgerDocument.SEQUENCE) instanceof Number number
                ? number.longValue()
                : 0;
    }

    private List<Document> find(Collection<SessionId> ids, String... fields) {
        return ids.isEmpty()
                ? List.of()
                : mongo.ask(
                        () ->
                                sessions.find(in(SessionDocument.ID, MongoSessionStore.texts(ids)))
                                        .projection(include(fields))
                                        .into(new ArrayList<>()));
    }

    private static Optional<Unpublished> read(Document document) {
        var id = SessionDocument.id(document);
        try {
            return Optional.of(new Unpublished(id, entries(document)));
        } catch (Fields.Unreadable e) {
            LOG.error("The outbox of session {} cannot be read: {}", id, e.getMessage());
            return Optional.empty();
        }
    }

    /** None where it was not asked for. */
    static List<Publication> entries(Document document) {
        return document.containsKey(Attempt.OUTBOX)
                ? new Fields(document)
                        .inners(Attempt.OUTBOX).stream().map(PublicationDocument::read).toList()
                : List.of();
    }

    /** After a part was published the timer still shows the part's time. */
    private static boolean waitsSince(Unpublished waiting, Instant storedBefore) {
        return !waiting.publications().isEmpty()
                && waiting.publications().getFirst().time().isBefore(storedBefore);
    }

    /**
     * A server that fails over may bring entries back: they are then published again under the same
     * ids. Waiting for a majority would buy nothing.
     */
    void published(Map<SessionId, Long> upTo) {
        if (upTo.isEmpty()) {
            return;
        }
        var matched =
                trim(
                        upTo.entrySet().stream()
                                .map(one -> everything(one.getKey(), one.getValue()))
                                .toList());
        if (matched < upTo.size()) {
            trim(upTo.entrySet().stream().map(one -> some(one.getKey(), one.getValue())).toList());
        }
    }

    private int trim(List<WriteModel<Document>> models) {
        return mongo.ask(
                () ->
                        sessions.withWriteConcern(WriteConcern.W1)
                                .bulkWrite(models, UNORDERED)
                                .getMatchedCount());
    }

    /** Mostly everything was told. */
    private static WriteModel<Document> everything(SessionId id, long upTo) {
        return new UpdateOneModel<>(
                told(id, "$lte", upTo),
                new Document(
                                "$set",
                                new Document(Attempt.OUTBOX, List.of())
                                        .append(Attempt.OUTBOX_BYTES, 0))
                        .append("$unset", new Document(Attempt.OUTBOX_SINCE, "")));
    }

    /** More came meanwhile. Where everything was told this finds nothing, or nothing to pull. */
    private static WriteModel<Document> some(SessionId id, long upTo) {
        return new UpdateOneModel<>(
                told(id, "$gt", upTo),
                new Document(
                        "$pull",
                        new Document(
                                Attempt.OUTBOX,
                                new Document(
                                        PublicationDocument.SEQUENCE,
                                        new Document("$lte", upTo)))));
    }

    private static Document told(SessionId id, String comparison, long sequence) {
        return new Document(SessionDocument.ID, id.value())
                .append(SEQUENCE, new Document(comparison, sequence));
    }
}
