package io.sandkeeper.worker.store;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Invents values of any record, by its components' types: a new component, a new state is covered
 * without being named here. The same seed invents the same.
 */
public final class Invented {
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final String LETTERS = "abcXYZ019-_./ äß漢😀\"\\$";

    private final Random random;
    private final Map<Class<?>, Object> fixed = new HashMap<>();

    public Invented(long seed) {
        this.random = new Random(seed);
    }

    /** Wherever this type is asked for, this value is the answer. */
    public <T> Invented always(Class<T> type, T value) {
        fixed.put(type, value);
        return this;
    }

    public <T> T one(Class<T> type) {
        return type.cast(of(type));
    }

    private Object of(Type type) {
        return switch (type) {
            case ParameterizedType generic -> generic(generic);
            case Class<?> plain -> plain(plain);
            default -> throw new IllegalArgumentException("cannot invent a " + type);
        };
    }

    private Object generic(ParameterizedType type) {
        var arguments = type.getActualTypeArguments();
        if (type.getRawType() == Optional.class) {
            return random.nextBoolean() ? Optional.of(of(arguments[0])) : Optional.empty();
        }
        if (type.getRawType() == List.class) {
            var list = new ArrayList<Object>();
            for (var left = random.nextInt(4); left > 0; left--) {
                list.add(of(arguments[0]));
            }
            return list;
        }
        if (type.getRawType() == Map.class) {
            var map = new HashMap<Object, Object>();
            for (var left = random.nextInt(4); left > 0; left--) {
                map.put(of(arguments[0]), of(arguments[1]));
            }
            return map;
        }
        throw new IllegalArgumentException("cannot invent a " + type);
    }

    private Object plain(Class<?> type) {
        if (fixed.containsKey(type)) {
            return fixed.get(type);
        }
        if (type == String.class) {
            return text();
        }
        if (type == int.class || type == Integer.class) {
            return random.nextInt(100_000);
        }
        if (type == long.class || type == Long.class) {
            return random.nextLong(1L << 40);
        }
        if (type == boolean.class || type == Boolean.class) {
            return random.nextBoolean();
        }
        if (type == double.class || type == Double.class) {
            return random.nextInt(1_000_000) / 1000.0;
        }
        if (type == Instant.class) {
            return FROM.plusMillis(random.nextLong(1L << 36));
        }
        if (type == Duration.class) {
            return Duration.ofMillis(random.nextLong(1L << 32));
        }
        if (type.isEnum()) {
            return oneOf(type.getEnumConstants());
        }
        if (type.isSealed()) {
            return of(oneOf(type.getPermittedSubclasses()));
        }
        if (type.isRecord()) {
            return record(type);
        }
        throw new IllegalArgumentException("cannot invent a " + type);
    }

    private Object record(Class<?> type) {
        var components = type.getRecordComponents();
        var types = new Class<?>[components.length];
        var values = new Object[components.length];
        for (var i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = of(components[i].getGenericType());
        }
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot invent a " + type, e);
        }
    }

    private <T> T oneOf(T[] items) {
        return items[random.nextInt(items.length)];
    }

    private String text() {
        var text = new StringBuilder("x");
        var points = LETTERS.codePoints().toArray();
        for (var left = random.nextInt(20); left > 0; left--) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }
}
