package io.sandkeeper.worker.project;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Writes archives for a sandbox's tar: long names in GNU's way, which keeps their bytes, and times
 * to the nanosecond in POSIX's.
 */
final class TarWriter {
    private static final String LONG = "././@LongLink";

    private final OutputStream out;
    private final byte[] piece = new byte[64 * 1024];

    TarWriter(OutputStream out) {
        this.out = out;
    }

    /**
     * @param content of exactly this size; nothing more is read of it
     */
    void file(String name, int mode, long size, Instant modified, InputStream content)
            throws IOException {
        time(modified);
        names(name, "");
        header(TarHeader.FILE, name, "", mode, size, modified);
        var left = size;
        while (left > 0) {
            var count = content.read(piece, 0, (int) Math.min(piece.length, left));
            if (count < 0) {
                throw new Garbled("content that is shorter than it should be");
            }
            out.write(piece, 0, count);
            left -= count;
        }
        pad(size);
    }

    void folder(String name, int mode, Instant modified) throws IOException {
        time(modified);
        names(name + "/", "");
        header(TarHeader.FOLDER, name + "/", "", mode, 0, modified);
    }

    void link(String name, String target) throws IOException {
        names(name, target);
        header(TarHeader.LINK, name, target, 0777, 0, Instant.EPOCH);
    }

    void end() throws IOException {
        out.write(new byte[2 * TarHeader.BLOCK]);
    }

    private void time(Instant modified) throws IOException {
        if (modified.getNano() == 0 && modified.getEpochSecond() >= 0) {
            return;
        }
        var value = "mtime=%s\n".formatted(decimal(modified));
        // The length counts itself, with the space after it.
        var length = value.length() + 3;
        extra(TarHeader.EXTENDED, "./PaxHeaders/times", bytes(length + " " + value));
    }

    /** A number below zero counts down from its whole part, also in its fraction. */
    private static String decimal(Instant time) {
        var seconds = time.getEpochSecond();
        var nanos = time.getNano();
        return seconds < 0 && nanos > 0
                ? "-%d.%09d".formatted(-(seconds + 1), 1_000_000_000 - nanos)
                : "%d.%09d".formatted(seconds, nanos);
    }

    private void names(String name, String target) throws IOException {
        if (target.length() > TarHeader.NAME_BYTES) {
            extra(TarHeader.LONG_TARGET, LONG, bytes(target + "\0"));
        }
        if (name.length() > TarHeader.NAME_BYTES) {
            extra(TarHeader.LONG_NAME, LONG, bytes(name + "\0"));
        }
    }

    private void extra(char type, String name, byte[] content) throws IOException {
        header(type, name, "", 0644, content.length, Instant.EPOCH);
        out.write(content);
        pad(content.length);
    }

    private void header(
            char type, String name, String target, int mode, long size, Instant modified)
            throws IOException {
        out.write(TarHeader.block(type, name, target, mode, size, modified.getEpochSecond()));
    }

    private void pad(long size) throws IOException {
        out.write(new byte[(int) (-size & (TarHeader.BLOCK - 1))]);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
