package io.sandkeeper.events.codec;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import java.util.function.Function;

/** JSON text to values and back, with the limits that hold for every record. */
final class Json {
    static final int MAX_BYTES = 2 * 1024 * 1024;
    static final int MAX_DEPTH = 64;

    /**
     * Of a number and of a field's name, known or not: the parser keeps names for the next record.
     */
    static final int MAX_TOKEN = 1000;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxStringLength(MAX_BYTES)
                                    .maxNameLength(MAX_TOKEN)
                                    .maxNumberLength(MAX_TOKEN)
                                    .build())
                    .build();

    private Json() {}

    static <T> T read(byte[] text, int from, int length, Function<JsonParser, T> reader) {
        // The parser is lenient about encodings that a stricter reader after us would refuse.
        if (!Utf8.isValid(text, from, length)) {
            throw new Refused("", Rule.NOT_JSON, "not text in UTF-8", Advise.SEND_JSON);
        }
        try (var in = FACTORY.createParser(ObjectReadContext.empty(), text, from, length)) {
            if (in.nextToken() == null) {
                throw new Refused("", Rule.NOT_JSON, "there is no JSON text", Advise.SEND_JSON);
            }
            var read = reader.apply(in);
            if (in.nextToken() != null) {
                throw new Refused(
                        "", Rule.NOT_JSON, "text after the JSON object", Advise.SEND_JSON);
            }
            return read;
        } catch (StreamConstraintsException broken) {
            throw constraint(text, from, length);
        } catch (JacksonException broken) {
            // The parser's own message quotes the text, which may hold secrets.
            throw new Refused(
                    "", Rule.NOT_JSON, "not JSON text in UTF-8" + place(broken), Advise.SEND_JSON);
        }
    }

    private static String place(JacksonException broken) {
        var location = broken.getLocation();
        return location == null || location.getByteOffset() < 0
                ? ""
                : ", at or before byte " + location.getByteOffset();
    }

    private static Refused constraint(byte[] text, int from, int length) {
        return deepest(text, from, length) > MAX_DEPTH
                ? new Refused(
                        "", Rule.TOO_DEEP, "nested deeper than " + MAX_DEPTH, "flatten the data")
                : new Refused(
                        "",
                        Rule.TOO_LONG,
                        "has a number or a field's name of more than " + MAX_TOKEN + " characters",
                        "send shorter ones");
    }

    // The parser does not tell which of its limits was hit except in prose.
    private static int deepest(byte[] text, int from, int length) {
        int depth = 0;
        boolean quoted = false;
        for (int i = from; i < from + length && depth <= MAX_DEPTH; i++) {
            switch (text[i]) {
                case '"' -> quoted = !quoted;
                case '\\' -> i += quoted ? 1 : 0;
                case '{', '[' -> depth += quoted ? 0 : 1;
                case '}', ']' -> depth -= quoted ? 0 : 1;
                default -> {}
            }
        }
        return depth;
    }

    static byte[] write(Consumer<JsonGenerator> writer) {
        var bytes = new ByteArrayOutputStream(512);
        try (var out =
                FACTORY.createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
            writer.accept(out);
        }
        return bytes.toByteArray();
    }

    /** Where the parser stands, as a JSON pointer. */
    static String pointer(JsonParser in) {
        return in.streamReadContext().pathAsPointer().toString();
    }

    static Refused refuse(JsonParser in, Rule rule, String message, String nextStep) {
        return new Refused(pointer(in), rule, message, nextStep);
    }

    static void expect(JsonParser in, JsonToken wanted, String name) {
        if (in.currentToken() != wanted) {
            throw refuse(in, Rule.WRONG_TYPE, "is not " + name, wrongTypeStep(in, name));
        }
    }

    static String wrongTypeStep(JsonParser in, String name) {
        return in.currentToken() == JsonToken.VALUE_NULL
                ? "leave the field out instead of sending null"
                : "send " + name;
    }
}
