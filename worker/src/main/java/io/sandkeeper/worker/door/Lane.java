package io.sandkeeper.worker.door;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One lane: a queue, and a thread that takes in whatever has gathered in it. */
final class Lane {
    private static final int MOST_AT_ONCE = 500;

    private final LinkedBlockingQueue<Arrival> queue = new LinkedBlockingQueue<>();
    private final Setbacks setbacks;
    private final Executor later;
    private final int number;
    private volatile boolean closing;
    private volatile @Nullable Thread thread;

    /**
     * @param later runs what the store did not take, after a while
     */
    Lane(int number, Setbacks setbacks, Executor later) {
        this.number = number;
        this.setbacks = setbacks;
        this.later = later;
    }

    void start(Acceptance acceptance) {
        thread = Thread.ofVirtual().name("lane-" + number).start(() -> run(acceptance));
    }

    CompletableFuture<Void> add(Arrival arrival) {
        queue.add(arrival);
        return arrival.durable();
    }

    void addUnheard(Arrival arrival) {
        queue.add(arrival);
    }

    /**
     * When the store is away, or the session has no room, it comes again, behind what came
     * meanwhile: outcomes name their generation and turn.
     */
    void addUntilTaken(Arrival arrival) {
        var _ =
                add(arrival)
                        .whenComplete(
                                (_, failure) -> {
                                    if (failure != null
                                            && Arrival.comesAgain(failure)
                                            && !closing) {
                                        later.execute(() -> addUntilTaken(arrival.again()));
                                    }
                                });
    }

    private void run(Acceptance acceptance) {
        try {
            while (!closing || !queue.isEmpty()) {
                var first = queue.poll(1, TimeUnit.SECONDS);
                if (first != null) {
                    takeGathered(acceptance, first);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    boolean hasGathered() {
        return !queue.isEmpty();
    }

    /** One turn, for whoever drives the lane step by step in the thread's place. */
    void turn(Acceptance acceptance) {
        var first = queue.poll();
        if (first != null) {
            takeGathered(acceptance, first);
        }
    }

    private void takeGathered(Acceptance acceptance, Arrival first) {
        var gathered = new ArrayList<Arrival>();
        gathered.add(first);
        queue.drainTo(gathered, MOST_AT_ONCE - 1);
        new Batch(acceptance, setbacks).take(gathered);
    }

    /** Nothing comes any more: it ends when it is empty. */
    void end() {
        closing = true;
    }

    /**
     * @return false when it did not end in time
     */
    boolean awaitEnd(Duration most) throws InterruptedException {
        var running = thread;
        return running == null || (most.isPositive() && running.join(most));
    }
}
