package io.sandkeeper.worker.herald;

import io.sandkeeper.events.Actor;
import io.sandkeeper.events.Cause;
import io.sandkeeper.events.EventId;
import io.sandkeeper.events.SandboxId;
import io.sandkeeper.events.SessionId;
import io.sandkeeper.events.SessionState;
import io.sandkeeper.events.Standing;
import io.sandkeeper.worker.session.Notice;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.State;

import java.net.URI;

/** What all events of a session share. */
final class StandingWording {
    private StandingWording() {}

    static Standing of(Session session, Notice notice) {
        return new Standing(
                new SessionId(session.id().value()),
                Math.toIntExact(notice.generation()),
                notice.sequence(),
                state(notice.state()),
                notice.sandbox().map(box -> new SandboxId(box.id().value())).orElse(null),
                notice.sandbox().flatMap(box -> box.url()).map(URI::create).orElse(null),
                cause(notice.cause()));
    }

    /** As it is stored. */
    static Standing of(Session session, long sequence, io.sandkeeper.worker.session.Cause cause) {
        var sandbox = session.state().current();
        return new Standing(
                new SessionId(session.id().value()),
                Math.toIntExact(session.generation()),
                sequence,
                state(session.state().name()),
                sandbox.map(box -> new SandboxId(box.id().value())).orElse(null),
                sandbox.flatMap(box -> box.url()).map(URI::create).orElse(null),
                cause(cause));
    }

    private static SessionState state(State.Name name) {
        return switch (name) {
            case QUEUED -> SessionState.QUEUED;
            case CREATING -> SessionState.CREATING;
            case RUNNING -> SessionState.RUNNING;
            case PAUSING -> SessionState.PAUSING;
            case PAUSED -> SessionState.PAUSED;
            case RESUMING -> SessionState.RESUMING;
            case RECREATING -> SessionState.RECREATING;
            case LOST -> SessionState.LOST;
            case KILLING -> SessionState.KILLING;
            case KILLED -> SessionState.KILLED;
            case EXPIRED -> SessionState.EXPIRED;
            case FAILED -> SessionState.FAILED;
        };
    }

    private static Cause cause(io.sandkeeper.worker.session.Cause cause) {
        var kind =
                switch (cause.kind()) {
                    case REQUEST -> Cause.Kind.REQUEST;
                    case ACTIVITY -> Cause.Kind.ACTIVITY;
                    case IDLE -> Cause.Kind.IDLE;
                    case PROVIDER -> Cause.Kind.PROVIDER;
                    case OPERATION -> Cause.Kind.OPERATION;
                    case EXPIRY -> Cause.Kind.EXPIRY;
                    case LIMIT -> Cause.Kind.LIMIT;
                };
        return new Cause(
                kind,
                new Actor(cause.actor()),
                cause.evidence(),
                cause.event().map(id -> new EventId(id.value())).orElse(null));
    }
}
