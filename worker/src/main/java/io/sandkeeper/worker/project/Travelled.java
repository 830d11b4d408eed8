package io.sandkeeper.worker.project;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts what travels, and tells. */
final class Travelled {
    private final Progress progress;
    private final long of;
    private long bytes;

    Travelled(Progress progress, long of) {
        this.progress = progress;
        this.of = of;
    }

    synchronized long bytes() {
        return bytes;
    }

    /** Tells no more than there is to travel, also when a second round brings some of it again. */
    private synchronized void add(int count) {
        bytes += count;
        progress.moved(Math.min(bytes, of), of);
    }

    InputStream counting(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                var one = super.read();
                add(one < 0 ? 0 : 1);
                return one;
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                var count = super.read(into, from, length);
                add(Math.max(0, count));
                return count;
            }
        };
    }
}
