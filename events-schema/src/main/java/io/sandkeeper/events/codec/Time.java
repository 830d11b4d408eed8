package io.sandkeeper.events.codec;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** A moment, as RFC 3339 text; always written in UTC. */
record Time() implements Value<Instant> {
    static final String PATTERN =
            "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})$";
    private static final int MAX_LENGTH = 35;
    private static final Pattern OTHER = Pattern.compile(PATTERN);

    /** Null: it is not one. */
    static @Nullable Instant parsed(String text) {
        if (text.length() > MAX_LENGTH || text.length() < 20 || !OTHER.matcher(text).matches()) {
            return null;
        }
        try {
            return text.endsWith("Z")
                    ? Instant.parse(text)
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException noSuchDay) {
            return null;
        }
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
