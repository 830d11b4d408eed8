package io.sandkeeper.worker.session;

import java.time.Instant;
import java.util.Optional;

/**
 * The copy that was made for a pause, to be compared with what wakes.
 *
 * @param woken since when it is awake again: what changed later was changed by somebody
 */
public record Seal(ArchiveId archive, Optional<Instant> woken) {
    static Seal of(Archive archive) {
        return new Seal(archive.id(), Optional.empty());
    }

    Seal woken(Instant now) {
        return woken.isPresent() ? this : new Seal(archive, Optional.of(now));
    }
}
