package io.sandkeeper.worker.sweep;

import io.sandkeeper.worker.operation.Marks;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.session.Incarnation;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.State;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whose a sandbox is, by the marks that it carries. What a session does not own once it will never
 * own again: generations only grow, and what is condemned is not taken back.
 */
final class Belonging {
    private static final long UNREADABLE = 0;

    private Belonging() {}

    /** The session that it was made for. */
    static Optional<SessionId> session(Provider.Seen seen) {
        return Optional.ofNullable(seen.metadata().get(Marks.SESSION))
                .filter(id -> !id.isBlank())
                .map(SessionId::new);
    }

    static long generation(Provider.Seen seen) {
        var text = seen.metadata().getOrDefault(Marks.GENERATION, "");
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : UNREADABLE;
    }

    /** It uses it, will destroy it, may be about to adopt it, or may want it back. */
    static boolean owns(Session session, Provider.Seen seen, String fleet) {
        return lists(session, seen.sandbox())
                || awaited(session).anyMatch(one -> carries(seen, one, fleet))
                || isLast(session, seen);
    }

    private static boolean lists(Session session, SandboxId sandbox) {
        return session.state().current().filter(one -> one.id().equals(sandbox)).isPresent()
                || session.condemned().stream()
                        .anyMatch(one -> one.sandbox().filter(sandbox::equals).isPresent());
    }

    /** It is being created, or looked for to be destroyed. */
    private static Stream<Incarnation> awaited(Session session) {
        var created =
                session.operation().stream()
                        .filter(operation -> operation.kind() == Operation.Kind.CREATE)
                        .map(operation -> new Incarnation(session.id(), operation.generation()));
        var sought =
                session.condemned().stream()
                        .filter(one -> one.sandbox().isEmpty())
                        .map(one -> one.incarnation());
        return Stream.concat(created, sought);
    }

    private static boolean carries(Provider.Seen seen, Incarnation incarnation, String fleet) {
        return generation(seen) == incarnation.generation()
                || incarnation.name(fleet).equals(seen.metadata().get(Marks.INCARNATION));
    }

    /**
     * The provider said that it did not have it, and now it has it again. It may hold the only copy
     * of somebody's work: it is taken back, or stays until the session is made anew or ended.
     */
    static boolean isLast(Session session, Provider.Seen seen) {
        return session.state() instanceof State.Lost lost
                && (generation(seen) == session.generation()
                        || lost.last()
                                .filter(last -> last.sandbox().equals(seen.sandbox()))
                                .isPresent());
    }
}
