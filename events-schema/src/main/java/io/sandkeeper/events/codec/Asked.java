package io.sandkeeper.events.codec;

import io.sandkeeper.events.Actor;
import io.sandkeeper.events.RequestId;
import io.sandkeeper.events.SessionId;

import org.jspecify.annotations.Nullable;

/** What every wish about an existing session says. */
record Asked(
        SessionId sessionId,
        RequestId requestId,
        @Nullable Actor requestedBy,
        @Nullable String reason) {
    static final String REQUEST_IS =
            "The wish. The same id again, even in a new event, is the same wish and is done once.";

    interface Maker<E> {
        E make(SessionId session, RequestId request, @Nullable Actor by, @Nullable String reason);
    }

    <E> E make(Maker<E> maker) {
        return maker.make(sessionId, requestId, requestedBy, reason);
    }

    static <E> Part<Asked> by(
            Fields<E> f,
            Getter<E, SessionId> sessionId,
            Getter<E, RequestId> requestId,
            Getter<E, @Nullable Actor> requestedBy,
            Getter<E, @Nullable String> why) {
        var session = f.must("sessionId", Ids.SESSION, sessionId, "The session.");
        var request = f.must("requestId", Ids.REQUEST, requestId, REQUEST_IS);
        var by =
                f.may(
                        "requestedBy",
                        Ids.ACTOR,
                        requestedBy,
                        "Who asks; becomes the actor of what follows.");
        var reason = f.may("reason", Text.upTo(500), why, "Why, for a person.");
        return row -> new Asked(row.get(session), row.get(request), row.get(by), row.get(reason));
    }
}
