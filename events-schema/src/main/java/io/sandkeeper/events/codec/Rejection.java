package io.sandkeeper.events.codec;

/**
 * Why a record was not accepted. It never holds a value of the record, so it can be logged and
 * shown.
 *
 * @param field a JSON pointer into the data (the empty one is all of it), or the name of a header
 *     such as {@code ce_id}
 * @param nextStep what the producer's people can do
 */
public record Rejection(String field, Rule rule, String message, String nextStep) {}
