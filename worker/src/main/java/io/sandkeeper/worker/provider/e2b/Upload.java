package io.sandkeeper.worker.provider.e2b;

import io.sandkeeper.worker.provider.Daemon.Content;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Content that is made by a thread of its own while it is sent. */
final class Upload implements AutoCloseable {
    private final Pipe pipe = new Pipe();
    private final AtomicReference<Optional<IOException>> broken =
            new AtomicReference<>(Optional.empty());

    /** Not ours to judge: it goes on where the upload was asked for. */
    private final AtomicReference<Optional<RuntimeException>> bug =
            new AtomicReference<>(Optional.empty());

    private final Thread maker;
    private volatile boolean whole;

    private Upload(Content content) {
        maker = Thread.ofVirtual().name("upload").unstarted(() -> make(content));
    }

    static Upload of(Content content) {
        var upload = new Upload(content);
        upload.maker.start();
        return upload;
    }

    InputStream in() {
        return pipe.in();
    }

    /** Why the content itself could not be made. */
    Optional<IOException> broken() {
        bug.get()
                .ifPresent(
                        thrown -> {
                            throw thrown;
                        });
        return broken.get();
    }

    boolean isWhole() {
        return whole;
    }

    private void make(Content content) {
        try (var out = pipe.out()) {
            content.writeTo(out);
            out.flush();
            whole = true;
            pipe.finish();
        } catch (Pipe.Abandoned _) {
            // The call ended before its content did; the call knows why.
        } catch (IOException failed) {
            broken.set(Optional.of(failed));
        } catch (RuntimeException thrown) {
            bug.set(Optional.of(thrown));
        } finally {
            // Without a word of the end before it, this tells the reader that it is not whole.
            pipe.breakOff();
        }
    }

    /** Returns when nothing is made any more: the content's maker may use what its caller owns. */
    @Override
    public void close() {
        pipe.abandon();
        maker.interrupt();
        var interrupted = false;
        while (true) {
            try {
                maker.join();
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
