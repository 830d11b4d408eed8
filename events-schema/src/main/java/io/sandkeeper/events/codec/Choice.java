package io.sandkeeper.events.codec;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** One of a few words. */
final class Choice<E extends Enum<E>> implements Value<E> {
    private final Map<String, E> byWord = new HashMap<>();
    private final Map<E, String> words = new LinkedHashMap<>();

    private Choice(Class<E> choices, UnaryOperator<String> word) {
        for (var choice : choices.getEnumConstants()) {
            byWord.put(word.apply(choice.name()), choice);
            words.put(choice, word.apply(choice.name()));
        }
    }

    /** {@code RUNNING}: for states and results, as the state diagram writes them. */
    static <E extends Enum<E>> Choice<E> upper(Class<E> choices) {
        return new Choice<>(choices, name -> name);
    }

    /** {@code on-activity}: for everything else. */
    static <E extends Enum<E>> Choice<E> lower(Class<E> choices) {
        return new Choice<>(choices, name -> name.toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    @Override
    public E read(JsonParser in) {
        Json.expect(in, JsonToken.VALUE_STRING, "a string");
        var choice = byWord.get(in.getString());
        if (choice == null) {
            var all = String.join(", ", words.values());
            throw Json.refuse(in, Rule.NOT_ALLOWED, "is not one of " + all, "send one of " + all);
        }
        return choice;
    }

    @Override
    public void write(JsonGenerator out, E value) {
        out.writeString(word(value));
    }

    String word(E value) {
        return words.getOrDefault(value, value.name());
    }

    @Override
    public Map<String, Object> schema() {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", "string");
        schema.put("enum", List.copyOf(words.values()));
        return schema;
    }
}
