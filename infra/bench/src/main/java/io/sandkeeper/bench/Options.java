package io.sandkeeper.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What stands behind a benchmark's name: {@code --name value} and {@code --flag}. */
public final class Options {
    private final Map<String, String> values = new LinkedHashMap<>();

    private Options() {}

    public static Options parse(List<String> words) {
        var options = new Options();
        var left = new ArrayList<>(words);
        while (!left.isEmpty()) {
            var word = left.removeFirst();
            if (!word.startsWith("--")) {
                throw new IllegalArgumentException("not an option: " + word);
            }
            boolean hasValue = !left.isEmpty() && !left.getFirst().startsWith("--");
            options.values.put(word.substring(2), hasValue ? left.removeFirst() : "");
        }
        return options;
    }

    public boolean has(String flag) {
        return values.containsKey(flag);
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    public int number(String name, int usual) {
        return text(name).map(Integer::parseInt).orElse(usual);
    }
}
