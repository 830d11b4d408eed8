package io.sandkeeper.worker.project;

/**
 * Something that is there and was not taken.
 *
 * @param path for people
 * @param reason for people: the rule that it broke
 */
public record LeftOut(String path, String reason) {}
