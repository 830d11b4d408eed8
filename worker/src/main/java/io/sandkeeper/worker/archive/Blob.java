package io.sandkeeper.worker.archive;

import io.sandkeeper.worker.project.Digest;

import java.util.List;

/** Where some content lies; nothing has no pieces. */
record Blob(List<Piece> pieces) {
    static final Digest OF_NOTHING = Sha256.digest(Sha256.of(new byte[0]));
    static final Blob NOTHING = new Blob(List.of());

    Blob {
        pieces = List.copyOf(pieces);
    }

    long size() {
        return pieces.stream().mapToLong(Piece::raw).sum();
    }
}
