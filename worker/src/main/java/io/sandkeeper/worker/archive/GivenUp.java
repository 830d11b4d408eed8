package io.sandkeeper.worker.archive;

/**
 * Nobody believed in this draft any more: it took too long, or its session was forgotten. What it
 * stored is collected; a new one can be begun.
 */
public final class GivenUp extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GivenUp(ArchiveId id) {
        super("the archive %s was given up before it was finished: begin a new one".formatted(id));
    }
}
