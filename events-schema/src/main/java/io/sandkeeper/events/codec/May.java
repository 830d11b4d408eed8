package io.sandkeeper.events.codec;

/** A field that may be absent. */
record May<V>(int index, Value<V> value) {}
