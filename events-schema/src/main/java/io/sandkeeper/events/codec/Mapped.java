package io.sandkeeper.events.codec;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

import java.util.Map;
import java.util.function.Function;

/** A value that Java knows by a better type. */
record Mapped<A, B>(Value<A> plain, Function<A, B> to, Function<B, A> from) implements Value<B> {
    @Override
    public B read(JsonParser in) {
        return to.apply(plain.read(in));
    }

    @Override
    public void write(JsonGenerator out, B value) {
        plain.write(out, from.apply(value));
    }

    @Override
    public Map<String, Object> schema() {
        return plain.schema();
    }
}
