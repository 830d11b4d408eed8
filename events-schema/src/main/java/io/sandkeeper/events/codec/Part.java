package io.sandkeeper.events.codec;

import org.jspecify.annotations.Nullable;

/** Several fields of one object that Java keeps together. */
interface Part<V extends @Nullable Object> {
    V of(Row row);
}
