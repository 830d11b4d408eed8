package io.sandkeeper.worker.project;

import io.sandkeeper.worker.provider.Daemon.Content;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Content on its way from one sandbox into another, and whose fault it is when it does not arrive:
 * what could not be written is the new one's, everything else the old one's.
 */
final class Passage {
    private final AtomicReference<Optional<IOException>> unreadable =
            new AtomicReference<>(Optional.empty());

    Content of(Content content) {
        return out -> {
            var onward = new Onward(out);
            try {
                content.writeTo(onward);
            } catch (IOException e) {
                // Who is interrupted is no longer waited for: its call has ended before.
                if (!onward.broken && !Thread.currentThread().isInterrupted()) {
                    unreadable.set(Optional.of(e));
                }
                throw e;
            }
        };
    }

    /**
     * @throws IOException the old one's content is not what was asked for
     */
    void requireReadable() throws IOException {
        var why = unreadable.get();
        if (why.isPresent()) {
            throw why.get();
        }
    }

    private static final class Onward extends FilterOutputStream {
        private boolean broken;

        Onward(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                out.write(bytes, from, length);
            } catch (IOException e) {
                broken = true;
                throw e;
            }
        }
    }
}
