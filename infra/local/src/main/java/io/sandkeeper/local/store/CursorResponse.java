package io.sandkeeper.local.store;

import de.bwaldvogel.mongo.bson.Document;

import java.util.List;

/** The answer to a command that opens a cursor. */
final class CursorResponse {
    private CursorResponse() {}

    static Document of(String namespace, List<Document> firstBatch, long cursorId) {
        return new Document(
                        "cursor",
                        new Document("id", cursorId)
                                .append("ns", namespace)
                                .append("firstBatch", firstBatch))
                .append("ok", 1.0);
    }
}
