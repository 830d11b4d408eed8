package io.sandkeeper.worker.store;

import org.slf4j.Logger;

/** Work that comes round again: one failure does not end it. */
public final class Round {
    private Round() {}

    /**
     * @param what for the log
     */
    public static void of(String what, Logger log, Runnable work) {
        try {
            work.run();
        } catch (StoreUnavailable e) {
            log.warn("{} waits: the store does not answer: {}", what, e.getMessage());
        } catch (RuntimeException e) {
            log.error("{} failed; it is tried again", what, e);
        }
    }
}
