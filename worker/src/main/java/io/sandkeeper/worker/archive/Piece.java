package io.sandkeeper.worker.archive;

/**
 * A part of some content, as it lies in an object. It can be read alone.
 *
 * @param packed its bytes there; as many as {@code raw} when it is not compressed
 * @param raw its bytes
 */
record Piece(ObjectKey object, int offset, int packed, int raw) {
    /** Content is cut into pieces of this size: nothing larger is ever in memory at once. */
    static final int MOST = 1 << 20;

    Piece {
        if (offset < 0 || packed < 1 || packed > raw || raw > MOST) {
            throw new IllegalArgumentException("no piece is like this");
        }
    }

    int end() {
        return Math.addExact(offset, packed);
    }
}
