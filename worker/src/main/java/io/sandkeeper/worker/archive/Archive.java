package io.sandkeeper.worker.archive;

import io.sandkeeper.worker.session.SessionId;

import java.time.Instant;
import java.util.Set;

/**
 * A durable archive: everything of it is stored.
 *
 * @param root the folder that was archived
 * @param takenAt when it was begun, by our clock; a file that was written later may be missing
 * @param manifest the object that says what is in it
 * @param objects those that its content is in, also older archives'
 */
public record Archive(
        ArchiveId id,
        SessionId session,
        String root,
        Instant takenAt,
        Instant storedAt,
        Tally tally,
        ObjectKey manifest,
        Set<ObjectKey> objects) {
    public Archive {
        objects = Set.copyOf(objects);
    }

    /**
     * @param bytes of all files
     * @param transferred bytes that had to travel for it
     * @param manifestBytes of the object with the manifest
     */
    public record Tally(int files, long bytes, int leftOut, long transferred, int manifestBytes) {}

    boolean uses(ObjectKey key) {
        return manifest.equals(key) || objects.contains(key);
    }
}
