package io.sandkeeper.worker.store.mongo;

import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;

import io.sandkeeper.worker.mongo.Fields;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.Publication;
import io.sandkeeper.worker.store.SessionStore;
import io.sandkeeper.worker.store.SessionWrite;

import org.bson.Document;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One try to write one session. It leaves a mark of its own in the document, by which it is known
 * whether it was done, whatever happened to the answer.
 */
final class Attempt {
    static final String MARKS = "marks";
    static final String OUTBOX = "outbox";
    static final String OUTBOX_BYTES = "outboxBytes";
    static final String OUTBOX_SINCE = "outboxSince";
    static final String HISTORY = "history";

    /** So many writers may come between a write and the question whether it was done. */
    private static final int MARKS_KEPT = 8;

    private final SessionWrite write;
    private final Document decided;
    private final ObjectId mark = new ObjectId();
    private final int bytes;

    Attempt(SessionWrite write, Duration retention) {
        this.write = write;
        this.decided = SessionDocument.decided(write, retention);
        this.bytes = Publication.size(write.publications());
    }

    SessionId id() {
        return write.id();
    }

    /** Without outbox and history. */
    Document decided() {
        return decided;
    }

    boolean fitsAnOutbox() {
        return bytes <= SessionStore.OUTBOX_BYTES;
    }

    WriteModel<Document> model() {
        return write.isInsert()
                ? new InsertOneModel<>(document())
                : new UpdateOneModel<>(condition(), update());
    }

    private Document document() {
        var document = new Document(SessionDocument.ID, write.id().value());
        document.putAll(decided);
        document.append(SessionDocument.USE, SessionDocument.use(write.next().use()))
                .append(MARKS, List.of(mark))
                .append(OUTBOX, outbox())
                .append(OUTBOX_BYTES, bytes);
        if (bytes > 0) {
            document.append(OUTBOX_SINCE, since());
        }
        var history = history();
        var newest = Math.max(0, history.size() - SessionStore.HISTORY);
        return document.append(HISTORY, history.subList(newest, history.size()));
    }

    /** Flat, so that a simple server finds it by its id and compares the rest. */
    private Document condition() {
        var condition =
                new Document(SessionDocument.ID, write.id().value())
                        .append(SessionDocument.VERSION, write.before().version());
        if (write.requiresUnused()) {
            SessionDocument.use(write.before().use())
                    .forEach((name, time) -> condition.append(useField(name), time));
        }
        if (bytes > 0) {
            condition.append(OUTBOX_BYTES, new Document("$lte", room()));
        }
        return condition;
    }

    private Document update() {
        var absent = new Document();
        SessionDocument.optional().stream()
                .filter(name -> !decided.containsKey(name))
                .forEach(name -> absent.append(name, ""));
        var pushed = new Document(MARKS, newest(List.of(mark), MARKS_KEPT));
        if (!write.transitions().isEmpty()) {
            pushed.append(HISTORY, newest(history(), SessionStore.HISTORY));
        }
        var update = new Document("$set", decided);
        if (!absent.isEmpty()) {
            update.append("$unset", absent);
        }
        if (bytes > 0) {
            pushed.append(OUTBOX, new Document("$each", outbox()));
            // An outbox that was not empty keeps the time of its oldest entry.
            update.append("$inc", new Document(OUTBOX_BYTES, bytes))
                    .append("$min", new Document(OUTBOX_SINCE, since()));
        }
        return update.append("$push", pushed);
    }

    static String useField(String name) {
        return SessionDocument.USE + '.' + name;
    }

    private static Document newest(List<?> items, int most) {
        return new Document("$each", items).append("$slice", -most);
    }

    private List<Document> outbox() {
        return write.publications().stream().map(PublicationDocument::of).toList();
    }

    private List<Document> history() {
        return write.transitions().stream().map(TransitionDocument::of).toList();
    }

    private Instant since() {
        return write.publications().getFirst().time();
    }

    private int room() {
        return SessionStore.OUTBOX_BYTES - bytes;
    }

    /** What the document, if it is there, says about this try. */
    Verdict verdict(@Nullable Document seen) {
        if (seen == null) {
            return write.isInsert() ? Verdict.UNTOUCHED : Verdict.LOST;
        }
        var fields = new Fields(seen);
        if (fields.list(MARKS, ObjectId.class).contains(mark)) {
            return Verdict.WON;
        }
        if (write.isInsert()
                || fields.number(SessionDocument.VERSION) != write.before().version()) {
            return Verdict.LOST;
        }
        return bytes > 0 && fields.number(OUTBOX_BYTES) > room()
                ? Verdict.NO_ROOM
                : Verdict.UNTOUCHED;
    }

    enum Verdict {
        WON,
        LOST,
        NO_ROOM,
        /** Nobody wrote since; it may have been used. */
        UNTOUCHED
    }
}
