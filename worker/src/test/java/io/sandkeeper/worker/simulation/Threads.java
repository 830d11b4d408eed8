package io.sandkeeper.worker.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** One worker's threads: what is begun here goes on when the story lets it. */
final class Threads extends AbstractExecutorService {
    private static final int PATIENCE = 30;

    private final String worker;
    private final Timeline timeline;
    private final List<Fiber> fibers = new ArrayList<>();
    private boolean shutdown;
    private int begun;

    Threads(String worker, Timeline timeline) {
        this.worker = worker;
        this.timeline = timeline;
    }

    @Override
    public void execute(Runnable work) {
        if (shutdown) {
            throw new RejectedExecutionException("this worker ends");
        }
        fibers.add(new Fiber(worker + " operation-" + ++begun, work));
    }

    List<Fiber> alive() {
        fibers.removeIf(Fiber::isDone);
        return List.copyOf(fibers);
    }

    @Override
    public void shutdown() {
        shutdown = true;
    }

    /** Calls that do not return in time: nobody hears of them any more. */
    @Override
    public List<Runnable> shutdownNow() {
        shutdown = true;
        alive().forEach(fiber -> timeline.note(fiber + " is given up"));
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return shutdown && alive().isEmpty();
    }

    @Override
    public boolean awaitTermination(long time, TimeUnit unit) {
        for (int i = 0; i < PATIENCE && !isTerminated(); i++) {
            timeline.pause("awaiting its operations");
        }
        return isTerminated();
    }
}
