package io.sandkeeper.events.codec;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

import java.util.LinkedHashMap;
import java.util.Map;

/** True or false. */
record Flag() implements Value<Boolean> {
    @Override
    public Boolean read(JsonParser in) {
        return switch (in.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default ->
                    throw Json.refuse(
                            in,
                            Rule.WRONG_TYPE,
                            "is neither true nor false",
                            Json.wrongTypeStep(in, "true or false"));
        };
    }

    @Override
    public void write(JsonGenerator out, Boolean value) {
        out.writeBoolean(value);
    }

    @Override
    public Map<String, Object> schema() {
        return new LinkedHashMap<>(Map.of("type", "boolean"));
    }
}
