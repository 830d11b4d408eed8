package io.sandkeeper.worker.door;

import io.sandkeeper.worker.store.StoreUnavailable;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One lane: a queue, and a thread that takes in whatever has gathered in it. */
final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final int MOST_AT_ONCE = 500;

    private final LinkedBlockingQueue<Arrival> queue = new LinkedBlockingQueue<>();
    private final Executor later;
    private final int number;
    private volatile boolean closing;
    private volatile @Nullable Thread thread;

    /**
     * @param later runs what the store did not take, after a while
     */
    Lane(int number, Executor later) {
        this.number = number;
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
     * When the store is away it comes again, behind what came meanwhile: outcomes name their
     * generation and turn.
     */
    void addUntilTaken(Arrival arrival) {
        var _ =
                add(arrival)
                        .whenComplete(
                                (_, failure) -> {
                                    if (failure instanceof StoreUnavailable && !closing) {
                                        later.execute(
                                                () ->
                                                        addUntilTaken(
                                                                new Arrival(
                                                                        arrival.session(),
                                                                        arrival.signal(),
                                                                        new CompletableFuture<>())));
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
        var batch = new ArrayList<Arrival>();
        batch.add(first);
        queue.drainTo(batch, MOST_AT_ONCE - 1);
        take(acceptance, batch);
    }

    /** A batch that fails is tried one by one, so that one bad session does not fail the others. */
    private void take(Acceptance acceptance, List<Arrival> batch) {
        try {
            acceptance.accept(batch);
            batch.forEach(arrival -> arrival.durable().complete(null));
        } catch (StoreUnavailable e) {
            batch.forEach(arrival -> arrival.durable().completeExceptionally(e));
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            if (batch.size() == 1) {
                var bad = batch.getFirst();
                LOG.error(
                        "session={} signal={} could not be taken in",
                        bad.session(),
                        bad.signal().getClass().getSimpleName(),
                        e);
                bad.durable().completeExceptionally(e);
            } else {
                List.copyOf(batch).forEach(arrival -> take(acceptance, List.of(arrival)));
            }
        }
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
