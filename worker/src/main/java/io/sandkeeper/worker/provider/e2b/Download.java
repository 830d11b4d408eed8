package io.sandkeeper.worker.provider.e2b;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A body as it comes, up to a size and a time. It remembers how it ended: whoever reads it may
 * overlook an exception, and what broke off must not look whole.
 */
final class Download extends InputStream {
    private static final int PIECE = 64 * 1024;

    private final InputStream in;
    private final long most;
    private final CompletableFuture<Void> deadline;
    private long read;
    private boolean whole;
    private volatile boolean late;
    private Optional<End> trouble = Optional.empty();

    /** How it ended too early. */
    sealed interface End {
        record TooLarge(long most) implements End {}

        record Broken(String why) implements End {}
    }

    Download(InputStream in, long most, Duration limit) {
        this.in = in;
        this.most = most;
        deadline = new CompletableFuture<Void>().orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS);
        // Closing it wakes a reader that waits for a stalled peer.
        var _ =
                deadline.exceptionally(
                        _ -> {
                            late = true;
                            abandon();
                            return null;
                        });
    }

    Optional<End> trouble() {
        return trouble;
    }

    /** Reads what is left, so that it is known whether it was whole. */
    void toItsEnd() throws IOException {
        var piece = new byte[PIECE];
        while (!whole && trouble.isEmpty()) {
            if (read(piece, 0, piece.length) < 0) {
                return;
            }
        }
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (trouble.isPresent()) {
            throw new IOException("broken off before");
        }
        if (whole) {
            return -1;
        }
        try {
            var count = in.read(into, from, length);
            if (late) {
                throw new IOException("late");
            }
            return count < 0 ? end() : counted(count);
        } catch (IOException broken) {
            if (trouble.isEmpty()) {
                trouble =
                        Optional.of(
                                new End.Broken(late ? "no whole answer in time" : "broken off"));
            }
            throw broken;
        }
    }

    private int end() {
        whole = true;
        return -1;
    }

    private int counted(int count) throws IOException {
        read += count;
        if (read > most) {
            trouble = Optional.of(new End.TooLarge(most));
            throw new IOException("more than " + most + " bytes");
        }
        return count;
    }

    @Override
    public void close() {
        deadline.complete(null);
        abandon();
    }

    private void abandon() {
        try {
            in.close();
        } catch (IOException _) {
            // Nobody reads it any more.
        }
    }
}
