package io.sandkeeper.events;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Variables of a sandbox. Many of them are secrets, so it does not show its values. */
public record Environment(Map<String, String> values) {
    public static final Environment EMPTY = new Environment(Map.of());

    public Environment {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    @Override
    public String toString() {
        return "Environment[" + values.size() + " values]";
    }
}
