package io.sandkeeper.events.codec;

import io.sandkeeper.events.Id;
import io.sandkeeper.events.TextRule;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Text of a limited length, by a rule or free. */
final class Text implements Value<String> {
    private final int maxLength;
    private final @Nullable TextRule rule;
    private final boolean cut;

    private Text(int maxLength, @Nullable TextRule rule, boolean cut) {
        this.maxLength = maxLength;
        this.rule = rule;
        this.cut = cut;
    }

    /** Any text. What we write ourselves must fit. */
    static Text upTo(int maxLength) {
        return new Text(maxLength, null, false);
    }

    /**
     * Text for people. What we write ourselves is cut to fit: a long error message must not stop an
     * event.
     */
    static Text prose(int maxLength) {
        return new Text(maxLength, null, true);
    }

    static Text by(TextRule rule) {
        return new Text(rule.maxLength(), rule, false);
    }

    static <I extends Id> Value<I> id(TextRule rule, Function<String, I> id) {
        return new Mapped<>(by(rule), id, Id::value);
    }

    @Override
    public String read(JsonParser in) {
        Json.expect(in, JsonToken.VALUE_STRING, "a string");
        var text = in.getString();
        check(text, in);
        return text;
    }

    private void check(String text, JsonParser in) {
        if (!fits(text)) {
            check(text, Json.pointer(in), "");
        }
    }

    private boolean fits(String text) {
        return !longerThan(maxLength, text)
                && (rule == null || rule.allows(text))
                && wellFormed(text);
    }

    /** For the names in an object as well, which have no pointer of their own. */
    void check(String text, String pointer, String what) {
        if (longerThan(maxLength, text)) {
            throw new Refused(
                    pointer,
                    Rule.TOO_LONG,
                    what + "is longer than " + maxLength + " characters",
                    "send at most " + maxLength + " characters");
        }
        if (text.isEmpty() && rule != null && rule.needsText()) {
            throw new Refused(
                    pointer, Rule.TOO_SHORT, what + "is empty", "leave it out or send a value");
        }
        if (!wellFormed(text)) {
            throw new Refused(
                    pointer,
                    Rule.NOT_JSON,
                    what + "holds half a character",
                    "send whole characters");
        }
        if (rule != null && !rule.allows(text)) {
            throw new Refused(
                    pointer,
                    Rule.MALFORMED,
                    what + "does not match " + rule.pattern(),
                    Advise.SEE_SCHEMA);
        }
    }

    /** Half a surrogate pair survives Java strings, but no store and no UTF-8. */
    static boolean wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isLowSurrogate(c)
                    || i + 1 == text.length()
                    || !Character.isLowSurrogate(text.charAt(++i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void write(JsonGenerator out, String value) {
        if ((!cut && longerThan(maxLength, value)) || (rule != null && !rule.allows(value))) {
            throw new IllegalArgumentException("a text that its own schema refuses");
        }
        out.writeString(cut ? whole(fitted(value)) : value);
    }

    private String fitted(String value) {
        return longerThan(maxLength, value)
                ? value.substring(0, value.offsetByCodePoints(0, maxLength - 1)) + "…"
                : value;
    }

    private static String whole(String value) {
        return wellFormed(value)
                ? value
                : value.codePoints()
                        .map(
                                c ->
                                        c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE
                                                ? '\uFFFD'
                                                : c)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
    }

    // Schemas count characters, Java counts halves of them; most texts are too short for that to
    // matter.
    private static boolean longerThan(int max, String text) {
        return text.length() > max && text.codePointCount(0, text.length()) > max;
    }

    @Override
    public Map<String, Object> schema() {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", "string");
        if (rule != null && rule.needsText()) {
            schema.put("minLength", 1);
        }
        schema.put("maxLength", maxLength);
        if (rule != null) {
            schema.put("pattern", rule.pattern());
        }
        return schema;
    }
}
