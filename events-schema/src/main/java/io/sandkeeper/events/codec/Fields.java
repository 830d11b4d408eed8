package io.sandkeeper.events.codec;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Lists the fields of an object, in the order in which they are written. */
final class Fields<T> {
    private final List<Field<T, ?>> fields = new ArrayList<>();
    private final List<Together> rules = new ArrayList<>();

    <V> Must<V> must(String name, Value<V> value, Getter<T, V> getter, String description) {
        return new Must<>(add(name, value, true, null, getter, description), value);
    }

    <V> May<V> may(String name, Value<V> value, Getter<T, @Nullable V> getter, String description) {
        return new May<>(add(name, value, false, null, getter, description), value);
    }

    <V> Must<V> or(
            String name, Value<V> value, V fallback, Getter<T, V> getter, String description) {
        return new Must<>(add(name, value, false, fallback, getter, description), value);
    }

    private <V> int add(
            String name,
            Value<V> value,
            boolean required,
            @Nullable V fallback,
            Getter<T, ? extends @Nullable V> getter,
            String description) {
        fields.add(
                new Field<>(fields.size(), name, value, required, fallback, description, getter));
        return fields.size() - 1;
    }

    Fields<T> rule(Together rule) {
        rules.add(rule);
        return this;
    }

    Shape<T> build(Function<Row, T> build) {
        return new Shape<>(fields, rules, build);
    }
}
