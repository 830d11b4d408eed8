package io.sandkeeper.events.codec;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A whole number in a range. */
record Whole(long min, long max) implements Value<Long> {
    /** The largest number that JavaScript keeps exactly. */
    static final long MAX_SAFE = (1L << 53) - 1;

    static Value<Integer> number(int min, int max) {
        return new Mapped<>(new Whole(min, max), Math::toIntExact, Long::valueOf);
    }

    static Value<Long> big(long min) {
        return new Whole(min, MAX_SAFE);
    }

    static Value<Duration> seconds(long min, long max) {
        return new Mapped<>(new Whole(min, max), Duration::ofSeconds, Duration::toSeconds);
    }

    static Value<Duration> millis() {
        return new Mapped<>(new Whole(0, MAX_SAFE), Duration::ofMillis, Duration::toMillis);
    }

    @Override
    public Long read(JsonParser in) {
        long number =
                switch (in.currentToken()) {
                    case VALUE_NUMBER_INT -> exact(in);
                    case VALUE_NUMBER_FLOAT -> withoutFraction(in);
                    default -> throw notWhole(in);
                };
        if (number < min || number > max) {
            throw outside(in);
        }
        return number;
    }

    private long exact(JsonParser in) {
        return switch (in.getNumberType()) {
            case INT, LONG -> in.getLongValue();
            default -> throw outside(in);
        };
    }

    // In JSON Schema 1.0 and 1e2 are whole numbers, and some languages write them so.
    private long withoutFraction(JsonParser in) {
        var number = Decimal.exact(in);
        if (number.signum() == 0) {
            return 0;
        }
        var stripped = number.stripTrailingZeros();
        if (stripped.scale() > 0) {
            throw notWhole(in);
        }
        if (stripped.precision() - stripped.scale() > 18) {
            throw outside(in);
        }
        return stripped.longValueExact();
    }

    private static Refused notWhole(JsonParser in) {
        return Json.refuse(
                in,
                Rule.WRONG_TYPE,
                "is not a whole number",
                Json.wrongTypeStep(in, "a whole number"));
    }

    private Refused outside(JsonParser in) {
        var range = "from " + min + " to " + max;
        return Json.refuse(in, Rule.OUT_OF_RANGE, "is not " + range, "send a number " + range);
    }

    @Override
    public void write(JsonGenerator out, Long value) {
        if (value < min || value > max) {
            throw new IllegalArgumentException("a number that its own schema refuses: " + value);
        }
        out.writeNumber(value.longValue());
    }

    @Override
    public Map<String, Object> schema() {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", "integer");
        schema.put("minimum", min);
        schema.put("maximum", max);
        return schema;
    }
}
