package io.sandkeeper.events.codec;

import io.sandkeeper.events.EventType;
import io.sandkeeper.events.Topic;

import org.jspecify.annotations.Nullable;

import java.util.stream.Stream;

/** From a type's name on the wire to what it means. */
final class Types {
    /**
     * The name under which a change of settings may also be asked for. On its own topic it is the
     * event that says that they were changed; each name has one schema per topic, and no topic has
     * two.
     */
    static final String SETTINGS_CHANGE = EventType.SETTINGS_CHANGED.wireName();

    private Types() {}

    static EventType find(String field, String name, @Nullable Topic topic) {
        if (topic == Topic.REQUESTS && name.equals(SETTINGS_CHANGE)) {
            return EventType.SETTINGS_CHANGE_REQUESTED;
        }
        var type = EventType.named(name).orElseThrow(() -> unknown(field, name));
        if (topic != null && topic != type.topic()) {
            throw new Refused(
                    field,
                    Rule.WRONG_TOPIC,
                    "does not belong on " + topic.topicName(),
                    "send it to " + type.topic().topicName());
        }
        return type;
    }

    private static Refused unknown(String field, String name) {
        int version = name.lastIndexOf(".v");
        boolean known =
                version > 0
                        && Stream.of(EventType.values())
                                .anyMatch(
                                        type ->
                                                name.startsWith(
                                                                EventType.PREFIX
                                                                        + type.stem()
                                                                        + ".v")
                                                        && version
                                                                == EventType.PREFIX.length()
                                                                        + type.stem().length());
        return known
                ? new Refused(
                        field,
                        Rule.UNKNOWN_VERSION,
                        "is a version that is not known here",
                        "send version 1")
                : new Refused(
                        field,
                        Rule.UNKNOWN_TYPE,
                        "is no event of Sandkeeper",
                        "see the list of events");
    }
}
