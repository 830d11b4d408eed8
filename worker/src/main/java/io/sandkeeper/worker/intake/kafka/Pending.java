package io.sandkeeper.worker.intake.kafka;

import io.sandkeeper.worker.door.NoRoom;
import io.sandkeeper.worker.store.StoreUnavailable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a batch waits for before its offsets may be committed, and until when. */
final class Pending {
    private final List<CompletableFuture<Void>> all = new ArrayList<>();
    private final CompletableFuture<Void> failed = new CompletableFuture<>();
    private final Duration patience;
    private final long until;

    /**
     * @param patience for everything together: a batch that takes longer is not alive, and a broker
     *     that waits too long for the next poll gives the partitions to somebody else
     */
    Pending(Duration patience) {
        this.patience = patience;
        this.until = System.nanoTime() + patience.toNanos();
    }

    /**
     * @throws NotTaken when what was added before has failed already: each further send to a broker
     *     that is away would block for seconds
     */
    void add(CompletableFuture<Void> one) {
        all.add(
                one.whenComplete(
                        (_, failure) -> {
                            if (failure != null) {
                                failed.completeExceptionally(failure);
                            }
                        }));
        mustGoOn();
    }

    /** What made a stage fail. */
    static Throwable cause(Throwable failure) {
        return failure.getCause() != null && failure instanceof CompletionException
                ? failure.getCause()
                : failure;
    }

    /** Whether what was passed is to be passed again, as it is. */
    static boolean comesAgain(Throwable failure) {
        return cause(failure) instanceof StoreUnavailable || cause(failure) instanceof NoRoom;
    }

    /** Between two steps that may take long. */
    void mustGoOn() {
        if (failed.isCompletedExceptionally()) {
            throw new NotTaken("the batch was not stored", failed.exceptionNow());
        }
        if (until - System.nanoTime() <= 0) {
            throw new NotTaken("the batch was not stored within " + patience, null);
        }
    }

    /** Waits for all, also when one has failed: what is under way is not passed a second time. */
    void await() {
        try {
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                    .get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
            all.clear();
        } catch (ExecutionException e) {
            throw new NotTaken("the batch was not stored", e.getCause());
        } catch (TimeoutException e) {
            throw new NotTaken("the batch was not stored within " + patience, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotTaken("stopped while the batch was being stored", e);
        }
    }
}
