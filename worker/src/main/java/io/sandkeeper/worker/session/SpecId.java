package io.sandkeeper.worker.session;

/** Names the immutable document that holds a request's files and environment. */
public record SpecId(String value) {
    public static SpecId of(SessionId session, EventId request) {
        return new SpecId(session.value() + '/' + request.value());
    }

    @Override
    public String toString() {
        return value;
    }
}
