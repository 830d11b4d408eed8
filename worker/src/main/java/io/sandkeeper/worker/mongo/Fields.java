package io.sandkeeper.worker.mongo;

import org.bson.Document;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A stored document's fields, read one by one with what they must be. Fields that nobody asks for
 * are ignored: a newer release may have written them.
 */
public final class Fields {
    private final Document document;

    public Fields(Document document) {
        this.document = document;
    }

    /** The document says something that this release does not understand. Names no value. */
    public static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Unreadable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    public static Unreadable unreadable(String message) {
        return new Unreadable(message, null);
    }

    public static Unreadable unreadable(String message, Throwable cause) {
        return new Unreadable(message, cause);
    }

    /** Appends the field if there is something to say. */
    public static Document with(Document document, String name, Optional<?> value) {
        value.ifPresent(present -> document.append(name, present));
        return document;
    }

    public String text(String name) {
        return value(name, String.class);
    }

    public Optional<String> optionalText(String name) {
        return optional(name, String.class);
    }

    /** Whole numbers are whole numbers, however a shell or a tool may have stored them. */
    public long number(String name) {
        return value(name, Number.class).longValue();
    }

    public Optional<Long> optionalNumber(String name) {
        return optional(name, Number.class).map(Number::longValue);
    }

    public int smallNumber(String name) {
        return value(name, Number.class).intValue();
    }

    public Optional<Integer> optionalSmallNumber(String name) {
        return optional(name, Number.class).map(Number::intValue);
    }

    public boolean flag(String name) {
        return value(name, Boolean.class);
    }

    public Instant time(String name) {
        return value(name, Instant.class);
    }

    public Optional<Instant> optionalTime(String name) {
        return optional(name, Instant.class);
    }

    public <E extends Enum<E>> E word(String name, Class<E> words) {
        var text = text(name);
        for (var word : words.getEnumConstants()) {
            if (word.name().equals(text)) {
                return word;
            }
        }
        throw unreadable("%s has an unknown word".formatted(name));
    }

    public <E extends Enum<E>> Optional<E> optionalWord(String name, Class<E> words) {
        return document.containsKey(name) ? Optional.of(word(name, words)) : Optional.empty();
    }

    public List<Instant> times(String name) {
        return list(name, Instant.class);
    }

    public Fields inner(String name) {
        return new Fields(value(name, Document.class));
    }

    public Optional<Fields> optionalInner(String name) {
        return optional(name, Document.class).map(Fields::new);
    }

    public List<Fields> inners(String name) {
        return list(name, Document.class).stream().map(Fields::new).toList();
    }

    public List<String> texts(String name) {
        return list(name, String.class);
    }

    /** A list that is not there is empty. */
    public <T> List<T> list(String name, Class<T> type) {
        return optional(name, List.class).map(items -> listOf(name, items, type)).orElse(List.of());
    }

    private static <T> List<T> listOf(String name, List<?> items, Class<T> type) {
        return items.stream().map(item -> as(name, item, type)).toList();
    }

    public <T> T value(String name, Class<T> type) {
        return optional(name, type).orElseThrow(() -> unreadable(name + " is missing"));
    }

    private <T> Optional<T> optional(String name, Class<T> type) {
        return Optional.ofNullable(document.get(name)).map(value -> as(name, value, type));
    }

    private static <T> T as(String name, Object value, Class<T> type) {
        if (!type.isInstance(value)) {
            throw unreadable(
                    "%s is a %s and not a %s"
                            .formatted(
                                    name, value.getClass().getSimpleName(), type.getSimpleName()));
        }
        return type.cast(value);
    }
}
