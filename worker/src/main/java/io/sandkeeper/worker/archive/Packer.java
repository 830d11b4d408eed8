package io.sandkeeper.worker.archive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Collects pieces into objects, so that thousands of small files are a few objects. Whoever has a
 * piece while the last ones are stored waits: no more than one object is in memory.
 */
final class Packer {
    /** An object is never larger than this, or than one piece. */
    static final int MOST = 4 << 20;

    private final Vault vault;
    private final IntFunction<ObjectKey> keys;
    private final int most;
    private final Map<ObjectKey, Integer> stored = new HashMap<>();
    private final List<ObjectKey> begun = new ArrayList<>();
    private byte[] bytes = new byte[64 << 10];
    private int size;
    private boolean broken;

    Packer(Vault vault, IntFunction<ObjectKey> keys, int most) {
        this.vault = vault;
        this.keys = keys;
        this.most = most;
    }

    synchronized Piece append(byte[] packed, int raw) {
        if (size > 0 && size + packed.length > most) {
            flush();
        }
        requireWhole();
        if (size == 0) {
            begin();
        }
        if (size + packed.length > bytes.length) {
            bytes =
                    Arrays.copyOf(
                            bytes,
                            Math.max(size + packed.length, Math.min(most, 2 * bytes.length)));
        }
        System.arraycopy(packed, 0, bytes, size, packed.length);
        var piece = new Piece(begun.getLast(), size, packed.length, raw);
        size += packed.length;
        return piece;
    }

    /** Stores what is not stored yet. */
    synchronized void flush() {
        requireWhole();
        if (size > 0) {
            store(begun.getLast(), Arrays.copyOf(bytes, size));
            size = 0;
        }
    }

    /** Stores something that is an object of its own. */
    synchronized ObjectKey alone(byte[] content) {
        flush();
        var key = begin();
        store(key, content);
        return key;
    }

    private ObjectKey begin() {
        var key = keys.apply(begun.size());
        begun.add(key);
        return key;
    }

    private void store(ObjectKey key, byte[] content) {
        broken = true;
        vault.store(key, content);
        broken = false;
        stored.put(key, content.length);
    }

    /** What pieces say of an object that failed would be wrong. */
    private void requireWhole() {
        if (broken) {
            throw new IllegalStateException(
                    "an object could not be stored: abandon this draft and begin a new one");
        }
    }

    /** Objects that are there, maybe in part. */
    synchronized List<ObjectKey> begun() {
        return List.copyOf(begun);
    }

    synchronized Map<ObjectKey, Integer> stored() {
        return Map.copyOf(stored);
    }
}
