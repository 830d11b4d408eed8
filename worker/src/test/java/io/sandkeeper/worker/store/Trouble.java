package io.sandkeeper.worker.store;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** What a store in memory is told to suffer. */
final class Trouble {
    private enum Fault {
        NOTHING_DONE,
        ANSWER_LOST
    }

    private final Queue<Fault> faults = new ArrayDeque<>();
    private CountDownLatch open = new CountDownLatch(0);

    synchronized void failNext() {
        faults.add(Fault.NOTHING_DONE);
    }

    synchronized void loseNextAnswer() {
        faults.add(Fault.ANSWER_LOST);
    }

    synchronized void stall() {
        open = new CountDownLatch(1);
    }

    synchronized void resume() {
        open.countDown();
    }

    <T> T around(Supplier<T> work) {
        awaitOpen();
        var fault = next();
        if (fault == Fault.NOTHING_DONE) {
            throw new StoreUnavailable("told to fail");
        }
        var result = work.get();
        if (fault == Fault.ANSWER_LOST) {
            throw new StoreUnavailable("told to lose the answer");
        }
        return result;
    }

    private void awaitOpen() {
        try {
            gate().await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable("interrupted while stalled", e);
        }
    }

    private synchronized CountDownLatch gate() {
        return open;
    }

    private synchronized @Nullable Fault next() {
        return faults.poll();
    }
}
