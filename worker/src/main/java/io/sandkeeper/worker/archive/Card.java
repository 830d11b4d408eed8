package io.sandkeeper.worker.archive;

import io.sandkeeper.worker.session.SessionId;

import java.time.Instant;
import java.util.Optional;

/**
 * What the catalogue knows of one archive. A condemned one is hidden, and is removed an hour later,
 * for the sake of those who are reading it.
 */
public sealed interface Card {
    ArchiveId id();

    SessionId session();

    Instant takenAt();

    Optional<Instant> condemnedAt();

    default boolean isCondemned() {
        return condemnedAt().isPresent();
    }

    /**
     * Somebody is at it, or was. Nothing of it can be relied on.
     *
     * @param base the archive whose objects it may use; while this card stands, they stay
     */
    record Local(
            ArchiveId id,
            SessionId session,
            String root,
            Instant takenAt,
            Optional<ArchiveId> base,
            Optional<Instant> condemnedAt)
            implements Card {}

    /** Everything of it is stored. */
    record Durable(Archive archive, Optional<Instant> condemnedAt) implements Card {
        @Override
        public ArchiveId id() {
            return archive.id();
        }

        @Override
        public SessionId session() {
            return archive.session();
        }

        @Override
        public Instant takenAt() {
            return archive.takenAt();
        }
    }
}
