package io.sandkeeper.worker.provider.e2b;

import java.nio.charset.StandardCharsets;

/** The newest of what was printed. */
final class Tail {
    private final byte[] ring;
    private long written;

    Tail(int most) {
        ring = new byte[most];
    }

    void add(byte[] bytes) {
        // Of a long piece only its end stays.
        var skipped = Math.max(0, bytes.length - ring.length);
        written += skipped;
        for (var at = skipped; at < bytes.length; at++) {
            ring[(int) (written++ % ring.length)] = bytes[at];
        }
    }

    /** As text; a character whose beginning was lost is left out. */
    String text() {
        var size = (int) Math.min(written, ring.length);
        var bytes = new byte[size];
        for (var at = 0; at < size; at++) {
            bytes[at] = ring[(int) ((written - size + at) % ring.length)];
        }
        var start = 0;
        while (written > size && start < Math.min(3, size) && isContinuation(bytes[start])) {
            start++;
        }
        return new String(bytes, start, size - start, StandardCharsets.UTF_8);
    }

    private static boolean isContinuation(byte part) {
        return (part & 0xC0) == 0x80;
    }
}
