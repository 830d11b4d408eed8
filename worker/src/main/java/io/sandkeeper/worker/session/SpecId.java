package io.sandkeeper.worker.session;

import java.util.Optional;

/** Names the immutable document that holds a request's files and environment. */
public record SpecId(String value) {
    /** Of a request that brings no files, environment, commands or metadata: nothing is kept. */
    public static final SpecId NOTHING = new SpecId("none");

    public static SpecId of(SessionId session, EventId request) {
        return new SpecId(session.value() + '/' + request.value());
    }

    /** The session that it was brought for; the ids of sessions have no slash. */
    public Optional<SessionId> session() {
        var slash = value.indexOf('/');
        return slash > 0 ? Optional.of(new SessionId(value.substring(0, slash))) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
