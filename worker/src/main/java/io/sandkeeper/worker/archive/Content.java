package io.sandkeeper.worker.archive;

import io.sandkeeper.worker.project.Digest;

import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Iterator;
import java.util.Objects;

/** One content, piece by piece. The last piece is only given away when the whole is right. */
final class Content extends InputStream {
    private final Digest digest;
    private final OpenObjects objects;
    private final Iterator<Piece> pieces;
    private final MessageDigest hash = Sha256.start();
    private byte[] current = new byte[0];
    private int next;

    Content(Digest digest, Blob blob, OpenObjects objects) {
        this.digest = digest;
        this.objects = objects;
        this.pieces = blob.pieces().iterator();
    }

    @Override
    public int read() {
        return fill() ? current[next++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) {
        Objects.checkFromIndexSize(from, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int got = Math.min(length, current.length - next);
        System.arraycopy(current, next, into, from, got);
        next += got;
        return got;
    }

    @Override
    public int available() {
        return current.length - next;
    }

    private boolean fill() {
        if (next == current.length && pieces.hasNext()) {
            current = objects.raw(pieces.next());
            next = 0;
            hash.update(current);
            if (!pieces.hasNext() && !Sha256.digest(hash.digest()).equals(digest)) {
                current = new byte[0];
                throw new Damaged("the content %s is not what was stored".formatted(digest));
            }
        }
        return next < current.length;
    }
}
