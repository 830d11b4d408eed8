package io.sandkeeper.sandboxserver.sandbox;

import java.util.concurrent.CountDownLatch;

/** A deed on its way; others may wait for its end. */
final class Transition {
    private final Decision.Begin begin;
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile boolean succeeded;

    Transition(Decision.Begin begin) {
        this.begin = begin;
    }

    Decision.Begin begin() {
        return begin;
    }

    void ended(boolean success) {
        succeeded = success;
        end.countDown();
    }

    /** Waits for the end; whether it went well. */
    boolean await() throws InterruptedException {
        end.await();
        return succeeded;
    }
}
