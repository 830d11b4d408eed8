package io.sandkeeper.worker.store.mongo;

import io.sandkeeper.worker.mongo.Fields;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.Found;
import io.sandkeeper.worker.store.Publication;

import org.bson.Document;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Documents being read one by one, so that one that cannot be read fails nobody else's reading. */
final class Reading {
    private final List<Session> sessions = new ArrayList<>();
    private final Map<SessionId, String> unreadable = new HashMap<>();
    private final Map<SessionId, List<Publication>> untold = new HashMap<>();

    void add(Document document) {
        try {
            var session = SessionDocument.read(document);
            var outbox = Outboxes.entries(document);
            sessions.add(session);
            if (!outbox.isEmpty()) {
                untold.put(session.id(), outbox);
            }
        } catch (Fields.Unreadable | IllegalArgumentException e) {
            unreadable.put(SessionDocument.id(document), String.valueOf(e.getMessage()));
        }
    }

    Found found() {
        return new Found(sessions, unreadable, untold);
    }
}
