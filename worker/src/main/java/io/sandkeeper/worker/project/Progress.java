package io.sandkeeper.worker.project;

/** Hears how far a transfer is. Called often, by one thread at a time. */
@FunctionalInterface
public interface Progress {
    Progress UNHEARD = (_, _) -> {};

    /**
     * @param bytes of contents that travelled; it only grows
     * @param of all of them
     */
    void moved(long bytes, long of);
}
