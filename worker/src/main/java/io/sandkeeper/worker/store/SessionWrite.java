package io.sandkeeper.worker.store;

import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.State;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One session's change, ready to be written.
 *
 * @param before what was read; its version is the one that must still be there. A new session's
 *     version is 0: it must not exist
 * @param next what it becomes; stored with the version after {@code before}'s
 * @param publications what it tells the world, appended to the outbox in the same write
 * @param transitions appended to its history, which keeps the newest {@link SessionStore#HISTORY}
 * @param dueAt the earliest of its timers
 */
public record SessionWrite(
        Session before,
        Session next,
        List<Publication> publications,
        List<Transition> transitions,
        Optional<Instant> dueAt) {
    public SessionWrite {
        publications = List.copyOf(publications);
        transitions = List.copyOf(transitions);
        if (!before.id().equals(next.id())) {
            throw new IllegalArgumentException(
                    "%s does not become %s".formatted(before.id(), next.id()));
        }
    }

    public SessionId id() {
        return before.id();
    }

    public boolean isInsert() {
        return before.isNew();
    }

    /** The version that it is stored with. */
    public long version() {
        return before.version() + 1;
    }

    /**
     * A pause is decided on not being used: it must not win against activity that came meanwhile.
     */
    public boolean requiresUnused() {
        return before.state() instanceof State.Running && next.state() instanceof State.Pausing;
    }
}
