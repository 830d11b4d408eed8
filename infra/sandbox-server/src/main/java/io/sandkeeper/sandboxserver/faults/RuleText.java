package io.sandkeeper.sandboxserver.faults;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The rules as they are written in JSON. */
final class RuleText {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private RuleText() {}

    record Book(@Nullable Long seed, @Nullable List<Entry> rules) {}

    record Entry(
            @Nullable String operation,
            @Nullable String region,
            @Nullable Double probability,
            @Nullable String kind,
            @Nullable Long latencyMs,
            @Nullable Long retryAfter,
            @Nullable Integer times,
            @Nullable String path,
            @Nullable Integer calls,
            @Nullable Integer hits) {}

    static RuleBook read(byte[] text) {
        Book book;
        try {
            book = JSON.readValue(text, Book.class);
        } catch (JacksonException malformed) {
            throw new IllegalArgumentException(malformed.getOriginalMessage(), malformed);
        }
        List<Entry> rules = book.rules() == null ? List.of() : book.rules();
        return new RuleBook(or(book.seed(), 0L), rules.stream().map(RuleText::rule).toList());
    }

    private static Rule rule(Entry entry) {
        String kind = or(entry.kind(), Kind.LATENCY.word());
        double probability = or(entry.probability(), 1.0);
        if (probability < 0 || probability > 1) {
            throw new IllegalArgumentException("probability must be between 0 and 1");
        }
        return new Rule(
                or(entry.operation(), "*"),
                Optional.ofNullable(entry.region()),
                probability,
                Kind.of(kind)
                        .orElseThrow(() -> new IllegalArgumentException("unknown kind: " + kind)),
                Duration.ofMillis(or(entry.latencyMs(), 0L)),
                Duration.ofSeconds(or(entry.retryAfter(), 1L)),
                or(entry.times(), Integer.MAX_VALUE),
                Optional.ofNullable(entry.path()));
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    static byte[] write(RuleBook book) {
        return JSON.writeValueAsBytes(
                new Book(book.seed(), book.tallies().stream().map(RuleText::entry).toList()));
    }

    private static Entry entry(RuleBook.Tally tally) {
        Rule rule = tally.rule();
        return new Entry(
                rule.operation(),
                rule.region().orElse(null),
                rule.probability(),
                rule.kind().word(),
                rule.latency().toMillis(),
                rule.retryAfter().toSeconds(),
                rule.times(),
                rule.path().orElse(null),
                tally.calls(),
                tally.hits());
    }

    static byte[] write(Object value) {
        return JSON.writeValueAsBytes(value);
    }
}
