package io.sandkeeper.events.codec;

import io.sandkeeper.events.EventType;
import io.sandkeeper.events.Topic;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The reference page of all events. */
final class EventsPage {
    static final String PATH = "EVENTS.md";

    private final StringBuilder page = new StringBuilder();

    private EventsPage() {}

    static String text() {
        var page = new EventsPage();
        page.introduction();
        Topic.all().forEach(page::topic);
        return page.page.toString();
    }

    private void introduction() {
        page.append(Trees.utf8(Examples.resource("/events-page-head.md")));
        line("| topic | direction | key | kept | partitions | events |");
        line("|---|---|---|---|---|---|");
        for (var topic : Topic.all()) {
            line(
                    "| [`%s`](#%s) | %s | %s | %s | %d | %d |"
                            .formatted(
                                    topic.topicName(),
                                    anchor(topic.topicName()),
                                    topic.direction().name().toLowerCase(Locale.ROOT),
                                    topic.keyRule(),
                                    topic.compacted()
                                            ? "the newest of each key"
                                            : topic.retention().toDays() + " d",
                                    topic.defaultPartitions(),
                                    types(topic).size()));
        }
    }

    private static String anchor(String heading) {
        return heading.replace(".", "");
    }

    private static List<EventType> types(Topic topic) {
        return List.of(EventType.values()).stream().filter(type -> type.topic() == topic).toList();
    }

    private void topic(Topic topic) {
        line("");
        line("## %s".formatted(topic.topicName()));
        line("");
        line(topic.description());
        types(topic).forEach(this::event);
        if (topic == Topic.DEAD_LETTER) {
            line("");
            line("| header | what it is |");
            line("|---|---|");
            for (var header : DeadLetterHeader.values()) {
                line("| `%s` | %s |".formatted(header.headerName(), header.description()));
            }
        }
    }

    private void event(EventType type) {
        line("");
        line("### %s".formatted(type.wireName()));
        line("");
        line(Shapes.of(type).description());
        line("");
        line("| field | type | what it is |");
        line("|---|---|---|");
        var schema = SchemaFile.body(type);
        rows("", schema);
        if (schema.get("anyOf") instanceof List<?> either) {
            line("");
            line("At least one of %s is there.".formatted(names(either)));
        }
        line("");
        line("```json");
        page.append(Trees.utf8(Examples.json(type)));
        line("```");
    }

    private static String names(List<?> either) {
        return String.join(
                ", ",
                either.stream()
                        .map(one -> ((List<?>) need((Map<?, ?>) one, "required")).getFirst())
                        .map(name -> "`" + name + "`")
                        .toList());
    }

    private void rows(String prefix, Map<?, ?> schema) {
        var required = schema.get("required") instanceof Collection<?> names ? names : List.of();
        for (var entry : ((Map<?, ?>) need(schema, "properties")).entrySet()) {
            var field = (Map<?, ?>) entry.getValue();
            var name = prefix + entry.getKey();
            line(
                    "| `%s`%s | %s | %s |"
                            .formatted(
                                    name,
                                    required.contains(entry.getKey()) ? " **required**" : "",
                                    kind(field),
                                    need(field, "description") + defaultOf(field)));
            if (field.containsKey("properties")) {
                rows(name + ".", field);
            } else if (field.get("items") instanceof Map<?, ?> items
                    && items.containsKey("properties")) {
                rows(name + "[].", items);
            }
        }
    }

    private static Object need(Map<?, ?> map, String key) {
        var value = map.get(key);
        if (value == null) {
            throw new IllegalStateException("no " + key + " in " + map);
        }
        return value;
    }

    private static String defaultOf(Map<?, ?> field) {
        return field.containsKey("default") ? " Default: `" + field.get("default") + "`." : "";
    }

    private static String kind(Map<?, ?> field) {
        var limits = new ArrayList<String>();
        if (field.get("enum") instanceof Collection<?> words) {
            return "one of "
                    + String.join(", ", words.stream().map(word -> "`" + word + "`").toList());
        }
        if (field.get("minimum") != null) {
            limits.add(field.get("minimum") + " to " + field.get("maximum"));
        }
        if (field.containsKey("format")) {
            limits.add(field.get("format").toString());
        } else if (field.get("maxLength") != null) {
            limits.add("up to " + field.get("maxLength") + " characters");
        }
        if (field.get("maxItems") != null) {
            limits.add("up to " + field.get("maxItems"));
        }
        if (field.get("maxProperties") != null) {
            limits.add("up to " + field.get("maxProperties"));
        }
        return need(field, "type") + (limits.isEmpty() ? "" : ", " + String.join(", ", limits));
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
