package io.sandkeeper.events.codec;

import io.sandkeeper.events.FileContent;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

import java.util.Base64;
import java.util.Map;

/** Bytes in a JSON string. */
record Base64Text(Text text) implements Value<FileContent.Binary> {
    @Override
    public FileContent.Binary read(JsonParser in) {
        var content = new FileContent.Binary(text.read(in));
        try {
            Base64.getDecoder().decode(content.base64());
        } catch (IllegalArgumentException notBase64) {
            throw Json.refuse(
                    in,
                    Rule.MALFORMED,
                    "is not base64",
                    "send base64 with padding, without line breaks");
        }
        return content;
    }

    @Override
    public void write(JsonGenerator out, FileContent.Binary value) {
        text.write(out, value.base64());
    }

    @Override
    public Map<String, Object> schema() {
        var schema = text.schema();
        schema.put("contentEncoding", "base64");
        schema.put("pattern", "^[A-Za-z0-9+/]*={0,2}$");
        return schema;
    }
}
