package io.sandkeeper.worker.archive;

import io.sandkeeper.worker.project.Digest;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where content is.
 *
 * @param blobs by their digests; without the content of empty files, which is nowhere
 * @param objects those that the blobs are in, with their sizes
 */
record Stock(Map<Digest, Blob> blobs, Map<ObjectKey, Integer> objects) {
    static final Stock EMPTY = new Stock(Map.of(), Map.of());

    /** The same with those blobs alone that somebody needs, and the objects that these are in. */
    static Stock of(Map<Digest, Blob> blobs, Map<ObjectKey, Integer> sizes, Stream<Digest> needed) {
        var kept = new LinkedHashMap<Digest, Blob>();
        var objects = new HashMap<ObjectKey, Integer>();
        needed.forEach(
                digest -> {
                    var blob = blobs.get(digest);
                    if (blob != null && kept.put(digest, blob) == null) {
                        blob.pieces().forEach(one -> objects.put(one.object(), size(sizes, one)));
                    }
                });
        return new Stock(kept, objects);
    }

    private static int size(Map<ObjectKey, Integer> sizes, Piece piece) {
        return sizes.getOrDefault(piece.object(), 0);
    }

    Optional<Blob> find(Digest digest) {
        return digest.equals(Blob.OF_NOTHING)
                ? Optional.of(Blob.NOTHING)
                : Optional.ofNullable(blobs.get(digest));
    }

    Set<ObjectKey> keys() {
        return objects.keySet();
    }
}
