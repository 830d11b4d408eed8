package io.sandkeeper.events.codec;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** A moment, as RFC 3339 text; always written in UTC. */
record Time() implements Value<Instant> {
    static final String PATTERN =
            "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})$";
    private static final int MAX_LENGTH = 35;
    private static final Pattern FORM = Pattern.compile(PATTERN);

    /** Null: it is not one. */
    static @Nullable Instant parsed(String text) {
        int length = text.length();
        if (length > MAX_LENGTH || length < 20 || !FORM.matcher(text).matches()) {
            return null;
        }
        try {
            return text.charAt(length - 1) == 'Z' && text.charAt(10) == 'T'
                    ? inUtc(text)
                    : OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant();
        } catch (DateTimeException noSuchDay) {
            return null;
        }
    }

    // What nearly every producer writes; a fifth of the time of the general parser, on the hottest
    // path there is.
    private static Instant inUtc(String text) {
        int nanos = 0;
        int fraction = text.length() - 21;
        if (fraction > 0) {
            nanos = number(text, 20, fraction);
            for (int i = fraction; i < 9; i++) {
                nanos *= 10;
            }
        }
        return LocalDateTime.of(
                        number(text, 0, 4),
                        number(text, 5, 2),
                        number(text, 8, 2),
                        number(text, 11, 2),
                        number(text, 14, 2),
                        number(text, 17, 2),
                        nanos)
                .toInstant(ZoneOffset.UTC);
    }

    private static int number(String text, int from, int digits) {
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            number = number * 10 + (text.charAt(i) - '0');
        }
        return number;
    }

    @Override
    public Instant read(JsonParser in) {
        Json.expect(in, JsonToken.VALUE_STRING, "a string");
        var time = parsed(in.getString());
        if (time == null) {
            throw Json.refuse(
                    in,
                    Rule.MALFORMED,
                    "is not an RFC 3339 time",
                    "send a time like 2026-01-31T12:00:00Z");
        }
        return time;
    }

    @Override
    public void write(JsonGenerator out, Instant value) {
        out.writeString(value.toString());
    }

    @Override
    public Map<String, Object> schema() {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", "string");
        schema.put("format", "date-time");
        schema.put("maxLength", MAX_LENGTH);
        schema.put("pattern", PATTERN);
        return schema;
    }
}
