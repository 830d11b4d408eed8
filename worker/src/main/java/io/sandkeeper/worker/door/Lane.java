package io.sandkeeper.worker.door;

import io.sandkeeper.worker.store.StoreUnavailable;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One lane: a queue, and a thread that takes in whatever has gathered in it. */
final class Lane implements AutoCloseable {
    private static final int MOST_AT_ONCE = 500;
    private static final Duration STORE_RETRY = Duration.ofMillis(500);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final LinkedBlockingQueue<Arrival> queue = new LinkedBlockingQueue<>();
    private final Executor later =
            CompletableFuture.delayedExecutor(STORE_RETRY.toMillis(), TimeUnit.MILLISECONDS);
    private final int number;
    private volatile boolean closing;
    private volatile @Nullable Thread thread;

    Lane(int number) {
        this.number = number;
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
        var batch = new ArrayList<Arrival>();
        try {
            while (!closing || !queue.isEmpty()) {
                var first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, MOST_AT_ONCE - 1);
                    take(acceptance, batch);
                    batch.clear();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** A batch that fails is tried one by one, so that one bad session does not fail the others. */
    private void take(Acceptance acceptance, List<Arrival> batch) {
        try {
            acceptance.accept(batch);
            batch.forEach(arrival -> arrival.durable().complete(null));
        } catch (StoreUnavailable e) {
            batch.forEach(arrival -> arrival.durable().completeExceptionally(e));
        } catch (RuntimeException e) {
            if (batch.size() == 1) {
                batch.getFirst().durable().completeExceptionally(e);
            } else {
                List.copyOf(batch).forEach(arrival -> take(acceptance, List.of(arrival)));
            }
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            var running = thread;
            if (running != null) {
                running.join(LAST_WORDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
