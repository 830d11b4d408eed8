package io.sandkeeper.local.store;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Many updates or deletes of one command, handed to the library one by one. The library goes on
 * after an error in an ordered batch, and lets a failing delete fail the whole command.
 */
final class WriteBatch {
    /** So many are done under one lock: often enough for others to come in between. */
    private static final int UNDER_ONE_LOCK = 32;

    private final List<Document> upserted = new ArrayList<>();
    private final List<Document> errors = new ArrayList<>();
    private int matched;
    private int modified;

    private WriteBatch() {}

    /**
     * @param lock that each write takes anyway
     */
    static Document run(
            Document command, String writes, Object lock, Function<Document, Document> single) {
        boolean ordered = new Message(command).ordered();
        List<Document> all = new Message(command).documents(writes);
        WriteBatch batch = new WriteBatch();
        for (int from = 0; from < all.size(); from += UNDER_ONE_LOCK) {
            int to = Math.min(all.size(), from + UNDER_ONE_LOCK);
            synchronized (lock) {
                for (int i = from; i < to && (batch.errors.isEmpty() || !ordered); i++) {
                    Document one = new Document(command);
                    one.put(writes, List.of(all.get(i)));
                    batch.take(i, one, single);
                }
            }
        }
        return batch.response(writes.equals("updates"));
    }

    private void take(int at, Document one, Function<Document, Document> single) {
        try {
            Message response = new Message(single.apply(one));
            matched += response.number("n", 0);
            modified += response.number("nModified", 0);
            response.documentsOrNone("upserted").forEach(each -> upserted.add(numbered(at, each)));
            response.documentsOrNone("writeErrors").forEach(each -> errors.add(numbered(at, each)));
        } catch (MongoServerError refused) {
            errors.add(
                    new Document("index", at)
                            .append("code", refused.getCode())
                            .append("errmsg", refused.getMessageWithoutErrorCode()));
        }
    }

    private static Document numbered(int at, Document entry) {
        Document numbered = new Document("index", at);
        entry.forEach(numbered::putIfAbsent);
        return numbered;
    }

    private Document response(boolean updates) {
        Document response = new Document("n", matched);
        if (updates) {
            response.append("nModified", modified);
        }
        if (!upserted.isEmpty()) {
            response.append("upserted", upserted);
        }
        if (!errors.isEmpty()) {
            response.append("writeErrors", errors);
        }
        return response.append("ok", 1.0);
    }
}
