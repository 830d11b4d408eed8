package io.sandkeeper.worker.archive;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The objects that some contents lie in. What is needed of one is fetched at once; the last two
 * stay in memory, as content that was put from several threads may go to and fro between them.
 */
final class OpenObjects {
    private static final int KEPT = 2;

    private final Vault vault;
    private final Map<ObjectKey, Extent> needed = new HashMap<>();
    private final Map<ObjectKey, byte[]> kept = new LinkedHashMap<>();

    private record Extent(int from, int to) {
        Extent with(Extent other) {
            return new Extent(Math.min(from, other.from), Math.max(to, other.to));
        }
    }

    OpenObjects(Vault vault, Collection<Blob> blobs) {
        this.vault = vault;
        for (var blob : blobs) {
            for (var piece : blob.pieces()) {
                needed.merge(piece.object(), new Extent(piece.offset(), piece.end()), Extent::with);
            }
        }
    }

    byte[] raw(Piece piece) {
        var extent = needed.getOrDefault(piece.object(), new Extent(piece.offset(), piece.end()));
        var bytes = kept.get(piece.object());
        if (bytes == null) {
            bytes = vault.read(piece.object(), extent.from(), extent.to() - extent.from());
            keep(piece.object(), bytes);
        }
        return Packing.unpack(bytes, piece.offset() - extent.from(), piece);
    }

    private void keep(ObjectKey key, byte[] bytes) {
        if (kept.size() == KEPT) {
            var eldest = kept.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
        kept.put(key, bytes);
    }
}
