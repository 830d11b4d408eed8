package io.sandkeeper.worker.archive;

import java.util.List;

/**
 * Where objects are kept: a few MiB each, never changed, under names that are never used twice.
 * Blocking; a failure is a {@link io.sandkeeper.worker.store.StoreUnavailable}, or a {@link
 * io.sandkeeper.worker.store.StoreRefused} when asking again cannot help.
 */
public interface Vault {
    /** Durable when it returns. When it fails, the object may be there, whole or not at all. */
    void store(ObjectKey key, byte[] content);

    /**
     * A part of an object.
     *
     * @throws Damaged the object is not there, or ends before the part does
     */
    byte[] read(ObjectKey key, int offset, int length);

    /** Forgets it, and what was left of an attempt to store it. One that is not there is fine. */
    void remove(ObjectKey key);

    /** Every object of a folder, also those of which only a part was stored, in no order. */
    List<ObjectKey> keys(String folder);
}
