package io.sandkeeper.worker.provider.e2b;

import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What must not be seen in anything we show. Servers like to repeat what they were sent, quoted in
 * their own way; so the parts count that survive any quoting.
 */
final class Hidden {
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final int SHORTEST = 4;

    private final Set<String> parts;

    private Hidden(Set<String> parts) {
        this.parts = parts;
    }

    static Hidden of(ApiKey key, Collection<String> values) {
        return new Hidden(
                Stream.concat(Stream.of(key.value()), values.stream())
                        .flatMap(BETWEEN_WORDS::splitAsStream)
                        .filter(part -> part.length() >= SHORTEST)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** The beginning of what a server said, or nothing when it gives something away. */
    String excerpt(String text) {
        if (parts.stream().anyMatch(text::contains)) {
            return "";
        }
        return text.codePoints()
                .filter(Hidden::isPrintable)
                .limit(200)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
    }

    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }

    @Override
    public String toString() {
        return "Hidden";
    }
}
