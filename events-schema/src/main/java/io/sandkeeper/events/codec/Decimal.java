package io.sandkeeper.events.codec;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/** A number with a fraction, not negative, exact as written. */
record Decimal(long max) implements Value<BigDecimal> {
    private static final int MAX_SCALE = 400;

    /** Looks at the size first: computing with 1e999999999 would take all memory. */
    static BigDecimal exact(JsonParser in) {
        var text = in.getString();
        var number = text.length() > 64 ? null : parsed(text);
        if (number == null || Math.abs((long) number.scale()) > MAX_SCALE) {
            throw Json.refuse(
                    in,
                    Rule.OUT_OF_RANGE,
                    "is not a number of a sensible size",
                    "send a shorter number");
        }
        return number;
    }

    private static @Nullable BigDecimal parsed(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException tooLarge) {
            return null;
        }
    }

    @Override
    public BigDecimal read(JsonParser in) {
        if (in.currentToken() != JsonToken.VALUE_NUMBER_INT
                && in.currentToken() != JsonToken.VALUE_NUMBER_FLOAT) {
            throw Json.refuse(
                    in, Rule.WRONG_TYPE, "is not a number", Json.wrongTypeStep(in, "a number"));
        }
        var number = exact(in);
        if (number.signum() < 0 || number.compareTo(BigDecimal.valueOf(max)) > 0) {
            throw Json.refuse(
                    in,
                    Rule.OUT_OF_RANGE,
                    "is not from 0 to " + max,
                    "send a number in this range");
        }
        return number;
    }

    @Override
    public void write(JsonGenerator out, BigDecimal value) {
        out.writeNumber(value);
    }

    @Override
    public Map<String, Object> schema() {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", "number");
        schema.put("minimum", 0);
        schema.put("maximum", max);
        return schema;
    }
}
