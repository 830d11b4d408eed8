package io.sandkeeper.worker.archive;

/**
 * What a look through a session's archives came to.
 *
 * @param condemned archives that are hidden from now on
 * @param removed archives that are gone
 * @param objects that are gone
 */
public record Pruned(int condemned, int removed, int objects) {}
