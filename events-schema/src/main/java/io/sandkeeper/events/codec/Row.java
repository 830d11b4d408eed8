package io.sandkeeper.events.codec;

import org.jspecify.annotations.Nullable;

/** The values of one object while it is being read. */
final class Row {
    private final @Nullable Object[] values;

    Row(int size) {
        values = new @Nullable Object[size];
    }

    /** False: there was one already. */
    boolean put(int index, Object value) {
        boolean fresh = values[index] == null;
        values[index] = value;
        return fresh;
    }

    boolean has(int index) {
        return values[index] != null;
    }

    /** A field that is required or has a default, so there always is one. */
    <V> V get(Must<V> field) {
        var value = get(new May<>(field.index(), field.value()));
        if (value == null) {
            throw new IllegalStateException("read before it was complete");
        }
        return value;
    }

    @SuppressWarnings("unchecked") // only the field's own reader puts values at its index
    <V> @Nullable V get(May<V> field) {
        return (V) values[field.index()];
    }
}
