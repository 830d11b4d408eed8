package io.sandkeeper.local.stack;

import io.sandkeeper.local.process.AotCaches;
import io.sandkeeper.local.process.StackFolder;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** All parts together: foundations side by side, then the workers; stopped in the other order. */
public final class Stack implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final int LAST_WORDS = 12;

    private final List<List<Part>> foundations;
    private final List<Part> workers;
    private final StackFolder folder;
    private final Announcer announcer;
    private final Duration patience;
    private final BlockingQueue<Part> ended = new LinkedBlockingQueue<>();
    private final AtomicBoolean closing = new AtomicBoolean();

    public Stack(Plan plan, Path home, AotCaches caches, StackFolder folder, Announcer announcer) {
        var parts = new Parts(plan, home, folder, caches);
        this.foundations = parts.foundations();
        this.workers = parts.workers();
        this.folder = folder;
        this.announcer = announcer;
        this.patience = caches.training() ? AotCaches.TRAINING : PATIENCE;
    }

    /** Returns when all are ready; fails with {@link PartFailed} as soon as one is not. */
    public void start() throws InterruptedException {
        startSideBySide(foundations);
        startSideBySide(workers.stream().map(List::of).toList());
    }

    private void startSideBySide(List<List<Part>> chains) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var starts = new ExecutorCompletionService<Void>(threads);
            chains.forEach(chain -> starts.submit(() -> startInOrder(chain), null));
            for (int chain = 0; chain < chains.size(); chain++) {
                try {
                    starts.take().get();
                } catch (ExecutionException failure) {
                    threads.shutdownNow();
                    throw failure.getCause() instanceof RuntimeException cause
                            ? cause
                            : new IllegalStateException(failure.getCause());
                }
            }
        }
    }

    private void startInOrder(List<Part> chain) {
        try {
            for (var part : chain) {
                announcer.starting(part.name());
                var begin = System.nanoTime();
                part.start();
                part.child().ifPresent(child -> child.whenEnded(() -> ended.add(part)));
                announcer.ready(
                        part.name(), part.address(), Duration.ofNanos(System.nanoTime() - begin));
            }
        } catch (InterruptedException anotherFailed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when the stack is stopped; fails when a part has ended that the others need. */
    public void watch() throws InterruptedException {
        while (true) {
            var part = ended.take();
            if (stopping()) {
                return;
            }
            var child = part.child().orElseThrow();
            var lastWords = child.lastWords(LAST_WORDS);
            if (!workers.contains(part)) {
                throw new PartFailed(part.name(), "ended with code " + child.exitCode(), lastWords);
            }
            announcer.lost(part.name(), child.exitCode(), lastWords);
        }
    }

    public boolean stopping() {
        return closing.get();
    }

    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        folder.startNoMore();
        stopSideBySide(workers.stream());
        stopSideBySide(foundations.stream().flatMap(List::stream));
        folder.close();
    }

    private void stopSideBySide(Stream<Part> parts) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            parts.forEach(part -> threads.execute(() -> part.stop(patience)));
        }
    }
}
