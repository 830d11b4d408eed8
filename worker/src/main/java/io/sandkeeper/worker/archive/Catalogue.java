package io.sandkeeper.worker.archive;

import io.sandkeeper.worker.session.SessionId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps a card for each archive, written before the archive's first byte. Fails as the session
 * store does. Times are kept to the millisecond.
 */
public interface Catalogue {
    /** Adds a card. Durable when it returns. */
    void begin(Card.Local card);

    /**
     * Makes a local archive a durable one.
     *
     * @return false when it is condemned or forgotten: then nothing was done
     */
    boolean complete(Archive archive);

    /** Hides it, whatever it is. */
    void condemn(ArchiveId id, Instant at);

    /**
     * Hides it if it is local.
     *
     * @return whether it is local and hidden, or not there: then it never becomes durable
     */
    boolean giveUp(ArchiveId id, Instant at);

    Optional<Card> find(ArchiveId id);

    /** The newest durable one that is not condemned. */
    Optional<Archive> newest(SessionId session);

    /** All of a session's, condemned ones too, the newest first. */
    List<Card> of(SessionId session);

    /** Forgets it. */
    void remove(ArchiveId id);
}
