package io.sandkeeper.events.codec;

import io.sandkeeper.events.EventType;
import io.sandkeeper.events.TextRule;
import io.sandkeeper.events.Topic;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** The AsyncAPI 3 document of all topics. */
final class AsyncApi {
    static final String PATH = "src/main/resources/io/sandkeeper/events/asyncapi.json";

    private AsyncApi() {}

    static Map<String, Object> document() {
        var document = new LinkedHashMap<String, Object>();
        document.put("asyncapi", "3.0.0");
        document.put("id", "urn:sandkeeper:events");
        document.put(
                "info",
                map(
                        "title",
                        "Sandkeeper",
                        "version",
                        "1.0.0",
                        "description",
                        "Keeps cloud code sandboxes alive, asleep or gone, exactly as their users expect. Events are"
                                + " CloudEvents 1.0 in Kafka binary mode with JSON data. What is released only grows:"
                                + " readers skip fields, words and types that they do not know.",
                        "license",
                        map(
                                "name",
                                "Apache-2.0",
                                "url",
                                "https://www.apache.org/licenses/LICENSE-2.0")));
        document.put("defaultContentType", "application/json");
        document.put("channels", each(Topic.all(), AsyncApi::id, AsyncApi::channel));
        document.put("operations", each(Topic.all(), AsyncApi::operationId, AsyncApi::operation));
        var messages = each(List.of(EventType.values()), EventType::stem, AsyncApi::message);
        messages.put("dead-letter", deadLetter());
        var schemas = each(List.of(EventType.values()), EventType::stem, AsyncApi::payload);
        schemas.put("cloudevent", attributes());
        document.put("components", map("messages", messages, "schemas", schemas));
        return document;
    }

    private static String id(Topic topic) {
        return topic.topicName().substring("sandkeeper.".length());
    }

    private static String operationId(Topic topic) {
        return (topic.direction() == Topic.Direction.IN ? "take-" : "publish-") + id(topic);
    }

    private static Stream<String> messages(Topic topic) {
        return topic == Topic.DEAD_LETTER
                ? Stream.of("dead-letter")
                : Arrays.stream(EventType.values())
                        .filter(type -> type.topic() == topic)
                        .map(EventType::stem);
    }

    private static Map<String, Object> channel(Topic topic) {
        var messages = new LinkedHashMap<String, Object>();
        messages(topic)
                .forEach(name -> messages.put(name, map("$ref", "#/components/messages/" + name)));
        return map(
                "address", topic.topicName(),
                "description", topic.description(),
                "messages", messages,
                "bindings",
                        map(
                                "kafka",
                                map(
                                        "topic", topic.topicName(),
                                        "partitions", topic.defaultPartitions(),
                                        "topicConfiguration", configuration(topic),
                                        "bindingVersion", "0.5.0")));
    }

    private static Map<String, Object> configuration(Topic topic) {
        var configuration =
                map("cleanup.policy", List.of(topic.compacted() ? "compact" : "delete"));
        if (!topic.compacted()) {
            configuration.put("retention.ms", topic.retention().toMillis());
        }
        configuration.put("max.message.bytes", topic.maxBytes());
        return configuration;
    }

    private static Map<String, Object> operation(Topic topic) {
        return map(
                "action", topic.direction() == Topic.Direction.IN ? "receive" : "send",
                "channel", map("$ref", "#/channels/" + id(topic)),
                "summary", topic.description(),
                "messages",
                        messages(topic)
                                .map(
                                        name ->
                                                map(
                                                        "$ref",
                                                        "#/channels/"
                                                                + id(topic)
                                                                + "/messages/"
                                                                + name))
                                .toList());
    }

    private static Map<String, Object> message(EventType type) {
        return map(
                "name", type.wireName(),
                "title", type.stem(),
                "summary", Shapes.of(type).description(),
                "contentType", "application/json",
                "headers", map("$ref", "#/components/schemas/cloudevent"),
                "payload", map("$ref", "#/components/schemas/" + type.stem()),
                "bindings",
                        map(
                                "kafka",
                                map("key", key(type.topic().keyRule()), "bindingVersion", "0.5.0")),
                "examples",
                        List.of(
                                map(
                                        "name",
                                        "example",
                                        "payload",
                                        Trees.read(Examples.json(type)))));
    }

    private static Map<String, Object> key(String rule) {
        return map("type", "string", "description", rule);
    }

    private static Map<String, Object> deadLetter() {
        var properties = new LinkedHashMap<String, Object>();
        for (var header : DeadLetterHeader.values()) {
            properties.put(header.headerName(), map("description", header.description()));
        }
        return map(
                "name", "dead-letter",
                "title", "A record that could not be processed",
                "summary",
                        "The value and the headers as they came; what was wrong is in further headers.",
                "contentType", "application/octet-stream",
                "headers", map("type", "object", "properties", properties),
                "payload", map("description", "The original value, whatever it is."),
                "bindings",
                        map(
                                "kafka",
                                map(
                                        "key",
                                        key(Topic.DEAD_LETTER.keyRule()),
                                        "bindingVersion",
                                        "0.5.0")));
    }

    private static Map<String, Object> attributes() {
        return map(
                "type",
                "object",
                "description",
                "The attributes of a CloudEvent in Kafka binary mode: headers of the record.",
                "required",
                List.of("ce_specversion", "ce_type", "ce_source", "ce_id", "ce_time"),
                "properties",
                map(
                        "ce_specversion",
                                map("type", "string", "const", "1.0", "description", "Always 1.0."),
                        "ce_type", text(Attributes.MAX_LENGTH, "The kind of event."),
                        "ce_source", text(Attributes.MAX_LENGTH, "Who says it: a URI reference."),
                        "ce_id",
                                map(
                                        "type", "string",
                                        "pattern", TextRule.REFERENCE.pattern(),
                                        "description",
                                                "Unique for the source; the same id again is the same event."),
                        "ce_time",
                                map(
                                        "type", "string",
                                        "format", "date-time",
                                        "description", "When it happened."),
                        "ce_subject",
                                text(
                                        Attributes.MAX_LENGTH,
                                        "What it is about: the session's id where there is one."),
                        "ce_traceparent", text(55, "W3C trace context, when there is one."),
                        "ce_tracestate", text(512, "W3C trace state, when there is one."),
                        "content-type", map("type", "string", "description", "application/json")));
    }

    private static Map<String, Object> text(int maxLength, String description) {
        return map("type", "string", "maxLength", maxLength, "description", description);
    }

    /** AsyncAPI's own schemas are of an older draft than ours; one word was another there. */
    @SuppressWarnings("unchecked") // a schema is a map of names
    private static Map<String, Object> payload(EventType type) {
        var schema = map("title", type.wireName(), "description", Shapes.of(type).description());
        schema.putAll((Map<String, Object>) older(SchemaFile.body(type)));
        return schema;
    }

    private static Object older(Object node) {
        return switch (node) {
            case Map<?, ?> map -> {
                var older = new LinkedHashMap<String, Object>();
                map.forEach(
                        (key, value) ->
                                older.put(
                                        key.equals("dependentRequired")
                                                ? "dependencies"
                                                : key.toString(),
                                        older(value)));
                yield older;
            }
            case List<?> list -> list.stream().map(AsyncApi::older).toList();
            default -> node;
        };
    }

    private static <T> Map<String, Object> each(
            List<T> things, Function<T, String> name, Function<T, Object> described) {
        var all = new LinkedHashMap<String, Object>();
        things.forEach(thing -> all.put(name.apply(thing), described.apply(thing)));
        return all;
    }

    private static Map<String, Object> map(Object... pairs) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i].toString(), pairs[i + 1]);
        }
        return map;
    }
}
