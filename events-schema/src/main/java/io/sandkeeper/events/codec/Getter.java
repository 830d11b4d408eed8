package io.sandkeeper.events.codec;

import org.jspecify.annotations.Nullable;

/** Takes a field's value out of what is being written. */
interface Getter<T, V extends @Nullable Object> {
    V of(T thing);
}
