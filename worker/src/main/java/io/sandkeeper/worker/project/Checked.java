package io.sandkeeper.worker.project;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Content that knows its hash at its end. When that must be a certain one and is not, or the size
 * is not, the end is never reached: whoever reads other bytes than were promised gets an exception
 * before it could take them for whole.
 */
final class Checked extends InputStream {
    private final InputStream in;
    private final MessageDigest hash = sha256();
    private final byte[] one = new byte[1];
    private long read;

    Checked(InputStream in) {
        this.in = in;
    }

    /** Told to whoever reads content that is not what it should be. */
    static final class Differs extends IOException {
        private static final long serialVersionUID = 1L;

        Differs() {
            super("the content is not what its hash says");
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** Of what was read so far; once. */
    Digest digest() {
        return new Digest(HexFormat.of().formatHex(hash.digest()));
    }

    long size() {
        return read;
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        var count = in.read(into, from, length);
        if (count > 0) {
            hash.update(into, from, count);
            read += count;
        }
        return count;
    }

    /** As it must be. */
    static InputStream of(InputStream in, Entry.File file) {
        return new Promised(new Checked(in), file);
    }

    private static final class Promised extends InputStream {
        private final Checked in;
        private final Entry.File file;
        private boolean kept;

        Promised(Checked in, Entry.File file) {
            this.in = in;
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            var single = new byte[1];
            return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (kept) {
                return -1;
            }
            var count = in.read(into, from, length);
            if (count < 0) {
                if (in.size() != file.size() || !in.digest().equals(file.digest())) {
                    throw new Differs();
                }
                kept = true;
            }
            return count;
        }
    }
}
