package io.sandkeeper.worker.store;

import io.sandkeeper.worker.session.Cause;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Sandbox;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.session.Use;
import io.sandkeeper.worker.session.Waiting;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Sessions and writes of them, for tests of stores. */
public final class Sessions {
    public static final Instant NOW = Instant.parse("2126-11-20T12:00:00Z");

    private Sessions() {}

    /** A session that is not in the store yet. */
    public static Session fresh(String id) {
        return in(running(sandbox("box-" + id)), id, id.hashCode());
    }

    /** Anything that a session in this state may be; without an operation that is in its way. */
    public static Session in(State state, String id, long seed) {
        var session =
                new Invented(seed)
                        .always(SessionId.class, new SessionId(id))
                        .always(State.class, state)
                        .one(Session.class);
        var idle = Records.with(session, "operation", Optional.<Operation>empty());
        var used = Records.with(idle, "use", new Use(NOW, Instant.EPOCH));
        return version(Records.with(used, "condemned", List.of()), 0);
    }

    /** Anything at all. */
    public static Session any(Class<? extends State> state, String id, long seed) {
        var invented = new Invented(seed).always(SessionId.class, new SessionId(id));
        return invented.always(State.class, invented.one(state)).one(Session.class);
    }

    public static Session version(Session session, long version) {
        return Records.with(session, "version", version);
    }

    public static Session sequence(Session session, long sequence) {
        return Records.with(
                session, "ledger", Records.with(session.ledger(), "sequence", sequence));
    }

    public static Session to(Session session, State state) {
        return Records.with(session, "state", state);
    }

    public static Session used(Session session, Use use) {
        return Records.with(session, "use", use);
    }

    public static Sandbox sandbox(String id) {
        return new Sandbox(new SandboxId(id), 1, "base", Optional.empty(), NOW, 0);
    }

    private static State running(Sandbox sandbox) {
        return new State.Running(NOW, sandbox, NOW.plusSeconds(1800), Optional.empty());
    }

    public static State queued(Instant since) {
        return new State.Queued(since, Waiting.TURN, Optional.empty());
    }

    public static Cause because(String evidence) {
        return new Cause(Cause.Kind.REQUEST, "u-1", evidence, Optional.empty(), Optional.empty());
    }

    /** A write that changes nothing but the version. */
    public static SessionWrite touch(Session read) {
        return write(read, read);
    }

    public static SessionWrite write(Session before, Session next) {
        return new SessionWrite(before, next, List.of(), List.of(), Optional.empty());
    }

    public static SessionWrite due(Session session, Instant at) {
        return new SessionWrite(session, session, List.of(), List.of(), Optional.of(at));
    }

    /** A write that tells what has these sequences. */
    public static SessionWrite telling(Session read, Instant at, int from, int to) {
        var told = IntStream.rangeClosed(from, to).mapToObj(n -> publication(n, at, 10)).toList();
        return new SessionWrite(read, sequence(read, to), told, List.of(), Optional.empty());
    }

    public static Publication publication(long sequence, Instant at, int bytes) {
        return new Publication(
                sequence,
                "e-" + sequence,
                "io.sandkeeper.sandbox.ready.v1",
                at,
                Optional.of("00-trace-01"),
                "d".repeat(bytes),
                Optional.of("{}"));
    }
}
