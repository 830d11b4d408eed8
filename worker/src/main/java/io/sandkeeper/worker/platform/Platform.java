package io.sandkeeper.worker.platform;

/** Tells the news of the fleet and its providers. */
@FunctionalInterface
public interface Platform {
    /** Best effort: returns at once and never throws; what cannot be told is dropped. */
    void tell(News news);
}
