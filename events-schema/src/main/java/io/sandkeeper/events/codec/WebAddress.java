package io.sandkeeper.events.codec;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;

/** A URL. */
record WebAddress(Text text) implements Value<URI> {
    @Override
    public URI read(JsonParser in) {
        try {
            return new URI(text.read(in));
        } catch (URISyntaxException broken) {
            throw Json.refuse(in, Rule.MALFORMED, "is not a URL", "send an absolute URL");
        }
    }

    @Override
    public void write(JsonGenerator out, URI value) {
        text.write(out, value.toASCIIString());
    }

    @Override
    public Map<String, Object> schema() {
        var schema = text.schema();
        schema.put("format", "uri");
        return schema;
    }
}
