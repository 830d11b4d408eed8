package io.sandkeeper.sandboxserver.envd.connect;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Messages as JSON. Unknown fields are nobody's business; what is not JSON is an invalid argument.
 */
final class Messages {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Messages() {}

    static byte[] write(Object message) {
        return MAPPER.writeValueAsBytes(message);
    }

    static JsonNode read(byte[] json) throws Fault {
        try {
            var node = json.length == 0 ? MAPPER.createObjectNode() : MAPPER.readTree(json);
            if (!node.isObject()) {
                throw new Fault(Code.INVALID_ARGUMENT, "the message is not a JSON object");
            }
            return node;
        } catch (JacksonException _) {
            throw new Fault(Code.INVALID_ARGUMENT, "the message is not JSON");
        }
    }
}
