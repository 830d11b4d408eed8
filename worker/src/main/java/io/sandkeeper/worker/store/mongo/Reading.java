package io.sandkeeper.worker.store.mongo;

import io.sandkeeper.worker.mongo.Fields;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.Found;

import org.bson.Document;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Documents being read one by one, so that one that cannot be read fails nobody else's reading. */
final class Reading {
    private final List<Session> sessions = new ArrayList<>();
    private final Map<SessionId, String> unreadable = new HashMap<>();

    void add(Document document) {
        try {
            sessions.add(SessionDocument.read(document));
        } catch (Fields.Unreadable | IllegalArgumentException e) {
            unreadable.put(SessionDocument.id(document), String.valueOf(e.getMessage()));
        }
    }

    Found found() {
        return new Found(sessions, unreadable);
    }
}
