package io.sandkeeper.sandboxserver.linux;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Work on a thread of its own that may enter other namespaces or become another user, and is then
 * thrown away: so there is no way back to forget.
 *
 * <p>In there only calls that the {@linkplain Errand first errands} have made before are safe: a
 * class that is not loaded yet would be looked for in the other namespace's files. And nothing in
 * there may start or wake a thread, which the kernel refuses in a foreign pid namespace.
 */
public final class Errand {
    @FunctionalInterface
    public interface Work<T> {
        T run() throws IOException;
    }

    private static final long STACK = 256 * 1024;

    private Errand() {}

    public static <T> T run(Work<T> work) throws IOException {
        var result = new AtomicReference<T>();
        var failure = new AtomicReference<Throwable>();
        Thread thread =
                Thread.ofPlatform()
                        .name("errand")
                        .stackSize(STACK)
                        .unstarted(() -> attempt(work, result, failure));
        thread.start();
        join(thread);
        return switch (failure.get()) {
            case null -> result.get();
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        };
    }

    private static <T> void attempt(
            Work<T> work, AtomicReference<T> result, AtomicReference<Throwable> failure) {
        try {
            result.set(work.run());
        } catch (IOException | RuntimeException | Error e) {
            failure.set(e);
        }
    }

    /** Errands are short and must not be left half done: an interrupt waits for their end. */
    private static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
