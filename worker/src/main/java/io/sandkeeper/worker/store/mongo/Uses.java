package io.sandkeeper.worker.store.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;

import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.SessionStore.UseFold;

import org.bson.Document;

import java.util.Map;

/**
 * Activity's own fields: only moved forwards, without a version, so that it never makes a decision
 * lose; and without an index, so that it costs little.
 */
final class Uses {
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    private Uses() {}

    static void move(
            Mongo mongo, MongoCollection<Document> sessions, Map<SessionId, UseFold> uses) {
        if (uses.isEmpty()) {
            return;
        }
        var models =
                uses.entrySet().stream()
                        .map(use -> forwards(use.getKey(), use.getValue()))
                        .toList();
        mongo.ask(() -> sessions.bulkWrite(models, UNORDERED));
    }

    private static WriteModel<Document> forwards(SessionId id, UseFold use) {
        return new UpdateOneModel<>(
                new Document(SessionDocument.ID, id.value()),
                new Document(
                        "$max",
                        new Document(
                                        Attempt.useField(SessionDocument.LAST_ACTIVITY),
                                        use.lastActivity())
                                .append(
                                        Attempt.useField(SessionDocument.BUSY_UNTIL),
                                        use.busyUntil())));
    }
}
