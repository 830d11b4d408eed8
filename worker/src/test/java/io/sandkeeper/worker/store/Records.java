package io.sandkeeper.worker.store;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Records changed without naming all their components, so that tests outlive new ones. */
public final class Records {
    private Records() {}

    /** The same, but for one component. */
    public static <R extends Record> R with(R record, String component, Object value) {
        if (Arrays.stream(components(record)).noneMatch(one -> one.getName().equals(component))) {
            throw new IllegalArgumentException(record.getClass() + " has no " + component);
        }
        return rebuilt(record, (one, old) -> one.getName().equals(component) ? value : old);
    }

    /** The same, with every value in it that is not made of others replaced. */
    @SuppressWarnings("unchecked") // The leaves keep their types, and so does what they make up.
    public static <T> T mapped(T value, UnaryOperator<Object> leaf) {
        return (T)
                switch (value) {
                    case Record record -> rebuilt(record, (_, old) -> mapped(old, leaf));
                    case Optional<?> optional -> optional.map(inner -> mapped(inner, leaf));
                    case List<?> list -> list.stream().map(item -> mapped(item, leaf)).toList();
                    case Map<?, ?> map -> {
                        var copy = new LinkedHashMap<Object, Object>();
                        map.forEach((key, inner) -> copy.put(key, mapped(inner, leaf)));
                        yield copy;
                    }
                    default -> leaf.apply(value);
                };
    }

    private static <R extends Record> R rebuilt(
            R record, BiFunction<RecordComponent, Object, Object> change) {
        try {
            var components = components(record);
            var types = new Class<?>[components.length];
            var values = new Object[components.length];
            for (var i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                var accessor = components[i].getAccessor();
                accessor.setAccessible(true);
                values[i] = change.apply(components[i], accessor.invoke(record));
            }
            @SuppressWarnings("unchecked") // A record's class is that of the record.
            var type = (Class<R>) record.getClass();
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no copy of " + record.getClass(), e);
        }
    }

    private static RecordComponent[] components(Record record) {
        return record.getClass().getRecordComponents();
    }
}
