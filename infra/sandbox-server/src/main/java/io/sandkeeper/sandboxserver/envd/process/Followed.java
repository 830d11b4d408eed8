package io.sandkeeper.sandboxserver.envd.process;

import io.sandkeeper.sandboxserver.envd.connect.Stream;
import io.sandkeeper.sandboxserver.machine.CellProcess;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A process and those who follow its output. Nothing is kept: a follower that is slow slows the
 * process down, as a pipe would; one that is gone is forgotten, and without followers the output is
 * read and dropped.
 */
final class Followed {
    private static final int PIPE_CHUNK = 32 * 1024;
    private static final int TERMINAL_CHUNK = 16 * 1024;

    private final CellProcess process;
    private final Order order;
    private final List<Stream> followers = new CopyOnWriteArrayList<>();
    private final CompletableFuture<CellProcess.Exit> ended = new CompletableFuture<>();

    Followed(CellProcess process, Order order) {
        this.process = process;
        this.order = order;
    }

    CellProcess process() {
        return process;
    }

    Order order() {
        return order;
    }

    int pid() {
        return process.pid();
    }

    void follow(Stream stream) {
        stream.send(Events.start(pid()));
        followers.add(stream);
    }

    void leave(Stream stream) {
        followers.remove(stream);
    }

    CompletableFuture<CellProcess.Exit> ended() {
        return ended;
    }

    Optional<CellProcess.Exit> exit() {
        return Optional.ofNullable(ended.getNow(null));
    }

    /** From now on its output is read. All of it is told before its end. */
    void start() {
        Thread.startVirtualThread(this::run);
    }

    private void run() {
        try {
            if (order.terminal().isPresent()) {
                pump(process.output(), "pty", TERMINAL_CHUNK);
            } else {
                var errors =
                        Thread.startVirtualThread(
                                () -> pump(process.error(), "stderr", PIPE_CHUNK));
                pump(process.output(), "stdout", PIPE_CHUNK);
                errors.join();
            }
            var exit = process.await();
            tell(Events.end(exit));
            ended.complete(exit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ended.completeExceptionally(e);
        } catch (RuntimeException e) {
            ended.completeExceptionally(e);
        }
    }

    /** A terminal whose last process has gone reads as an error on Linux: that is its end. */
    private void pump(InputStream from, String channel, int chunk) {
        var buffer = new byte[chunk];
        try {
            int count = from.read(buffer);
            while (count >= 0) {
                if (count > 0 && !followers.isEmpty()) {
                    tell(Events.data(channel, buffer, count));
                }
                count = from.read(buffer);
            }
        } catch (IOException _) {
            // The pipe is gone with the process.
        }
    }

    private void tell(Object event) {
        var gone = followers.stream().filter(follower -> !follower.send(event)).toList();
        followers.removeAll(gone);
    }
}
