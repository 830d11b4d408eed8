package io.sandkeeper.events.codec;

/** A field that always has a value once its object is read. */
record Must<V>(int index, Value<V> value) {}
