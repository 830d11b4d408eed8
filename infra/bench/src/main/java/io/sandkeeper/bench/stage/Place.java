package io.sandkeeper.bench.stage;

/**
 * Where something that is measured finds its records and its store.
 *
 * @param group the consumer group, which is new to it
 * @param database a database of its own
 */
public record Place(String servers, String storeUri, String group, String database) {}
