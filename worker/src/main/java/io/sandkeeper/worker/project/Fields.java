package io.sandkeeper.worker.project;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Texts that each end with a zero byte; every char of them is one byte. */
final class Fields {
    /** Longer than a path and the target of a link can be. */
    private static final int LONGEST = 16 * 1024;

    private final BufferedInputStream in;
    private final byte[] field = new byte[LONGEST];

    Fields(InputStream in) {
        this.in = new BufferedInputStream(in, 64 * 1024);
    }

    /** Whether it was longer, and the rest of it was passed over. */
    static boolean isCut(String text) {
        return text.length() == LONGEST;
    }

    /**
     * Empty at the end, and when the last text was cut off. One that is too long for us is cut: a
     * folder in a folder may have any path, and must not hide the others.
     */
    Optional<String> next() throws IOException {
        var length = 0;
        while (true) {
            var one = in.read();
            if (one < 0) {
                return Optional.empty();
            }
            if (one == 0) {
                return Optional.of(new String(field, 0, length, StandardCharsets.ISO_8859_1));
            }
            if (length < LONGEST) {
                field[length++] = (byte) one;
            }
        }
    }
}
