package io.sandkeeper.worker.store.mongo;

import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.store.SessionStore;
import io.sandkeeper.worker.store.SessionWrite;
import io.sandkeeper.worker.store.Written;

import org.bson.BSONException;
import org.bson.BsonBinaryWriter;
import org.bson.Document;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether a write can become a document at all. Asked before the bulk is sent: one that cannot
 * would fail it as a whole.
 */
final class Fit {
    private Fit() {}

    /** The attempt, or nothing and the reason told to the bulk. */
    static Optional<Attempt> of(SessionWrite write, Duration retention, Bulk bulk) {
        try {
            var attempt = new Attempt(write, retention);
            if (size(attempt.decided()) <= SessionStore.SESSION_BYTES && attempt.fitsAnOutbox()) {
                return Optional.of(attempt);
            }
            bulk.refuse(write.id(), Written.Refusal.TOO_LARGE);
        } catch (BSONException | IllegalArgumentException e) {
            bulk.refuse(write.id(), Written.Refusal.MALFORMED);
        }
        return Optional.empty();
    }

    private static int size(Document document) {
        try (var buffer = new BasicOutputBuffer();
                var writer = new BsonBinaryWriter(buffer)) {
            Mongo.CODECS
                    .get(Document.class)
                    .encode(writer, document, EncoderContext.builder().build());
            return buffer.getSize();
        }
    }
}
