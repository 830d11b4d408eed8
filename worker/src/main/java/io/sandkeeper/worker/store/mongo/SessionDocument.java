package io.sandkeeper.worker.store.mongo;

import io.sandkeeper.worker.mongo.Fields;
import io.sandkeeper.worker.session.Care;
import io.sandkeeper.worker.session.Desired;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Tally;
import io.sandkeeper.worker.session.Use;
import io.sandkeeper.worker.store.Bucket;
import io.sandkeeper.worker.store.SessionWrite;

import org.bson.Document;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A session's document: what decisions own of it, and how it is read. */
final class SessionDocument {
    static final String ID = "_id";
    static final String VERSION = "version";
    static final String BUCKET = "bucket";
    static final String OWNER = "owner";
    static final String STATE = "state";
    static final String PROFILE = "profile";
    static final String INCARNATIONS = "incarnations";
    static final String OPERATION = "operation";
    static final String LEDGER = "ledger";
    static final String TALLY = "tally";
    static final String CARE = "care";
    static final String DUE_AT = "dueAt";
    static final String FORGET_AT = "forgetAt";
    static final String USE = "use";
    static final String LAST_ACTIVITY = "lastActivity";
    static final String BUSY_UNTIL = "busyUntil";

    private SessionDocument() {}

    /** The fields that a decision sets, whole. What is absent here is absent there. */
    static Document decided(SessionWrite write, Duration retention) {
        var session = write.next();
        var document =
                new Document(VERSION, write.version())
                        .append(STATE, StateDocument.of(session.state()))
                        .append("desired", session.desired().name())
                        .append(OWNER, OwnerDocument.of(session.owner()))
                        .append(PROFILE, ProfileDocument.of(session.profile()))
                        .append("generation", session.generation())
                        .append(INCARNATIONS, IncarnationDocuments.of(session));
        Fields.with(document, OPERATION, session.operation().map(OperationDocument::of))
                .append(LEDGER, LedgerDocument.of(session.ledger()))
                .append(TALLY, tally(session.tally()))
                .append(CARE, CareDocument.of(session.care()))
                .append("createdAt", session.createdAt())
                .append("updatedAt", session.updatedAt())
                .append(BUCKET, Bucket.of(session.id()));
        Fields.with(document, DUE_AT, write.dueAt());
        return Fields.with(document, FORGET_AT, forgetAt(session, retention));
    }

    /** Those of the fields that a decision may leave absent. */
    static List<String> optional() {
        return List.of(OPERATION, DUE_AT, FORGET_AT);
    }

    static Document use(Use use) {
        return new Document(LAST_ACTIVITY, use.lastActivity()).append(BUSY_UNTIL, use.busyUntil());
    }

    private static Document tally(Tally tally) {
        return new Document("ranMillis", tally.ran().toMillis()).append("cost", tally.cost());
    }

    private static Tally readTally(Fields fields) {
        return new Tally(Duration.ofMillis(fields.number("ranMillis")), fields.number("cost"));
    }

    /** Never while a sandbox of it is not confirmed to be gone. */
    private static Optional<Instant> forgetAt(Session session, Duration retention) {
        return session.state().name().ended() && session.condemned().isEmpty()
                ? Optional.of(session.updatedAt().plus(retention))
                : Optional.empty();
    }

    static Session read(Document document) {
        var fields = new Fields(document);
        var id = id(document);
        var incarnations = fields.inners(INCARNATIONS);
        var use = fields.inner(USE);
        return new Session(
                id,
                OwnerDocument.read(fields.inner(OWNER)),
                ProfileDocument.read(fields.inner(PROFILE)),
                fields.word("desired", Desired.class),
                StateDocument.read(
                        fields.inner(STATE), IncarnationDocuments.readCurrent(incarnations)),
                fields.number("generation"),
                IncarnationDocuments.readCondemned(id, incarnations),
                fields.optionalInner(OPERATION).map(OperationDocument::read),
                new Use(use.time(LAST_ACTIVITY), use.time(BUSY_UNTIL)),
                LedgerDocument.read(fields.inner(LEDGER)),
                readTally(fields.inner(TALLY)),
                fields.optionalInner(CARE).map(CareDocument::read).orElse(Care.NONE),
                fields.time("createdAt"),
                fields.time("updatedAt"),
                fields.number(VERSION));
    }

    static SessionId id(Document document) {
        return new SessionId(new Fields(document).text(ID));
    }
}
