package io.sandkeeper.events.codec;

import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON as trees, and as files that people read. */
final class Trees {
    static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .defaultPrettyPrinter(
                            new DefaultPrettyPrinter(
                                            Separators.createDefaultInstance()
                                                    .withObjectNameValueSpacing(
                                                            Separators.Spacing.AFTER)
                                                    .withObjectEmptySeparator("")
                                                    .withArrayEmptySeparator(""))
                                    .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                                    .withArrayIndenter(new DefaultIndenter("  ", "\n")))
                    .build();

    private Trees() {}

    static JsonNode read(byte[] json) {
        return MAPPER.readTree(json);
    }

    static String page(Object tree) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n";
    }

    /**
     * A description as it stands in a file: with its defaults written as their fields write them.
     */
    static Object plain(Object described) {
        return switch (described) {
            case Map<?, ?> map -> {
                var plain = new LinkedHashMap<String, Object>();
                map.forEach((key, value) -> plain.put(key.toString(), plain(value)));
                yield plain;
            }
            case List<?> list -> list.stream().map(Trees::plain).toList();
            case Field.Fallback<?> fallback -> written(fallback);
            default -> described;
        };
    }

    private static <V> JsonNode written(Field.Fallback<V> fallback) {
        return read(Json.write(out -> fallback.value().write(out, fallback.held())));
    }

    static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
