package io.sandkeeper.events.codec;

import io.sandkeeper.events.Event;
import io.sandkeeper.events.EventType;

import tools.jackson.core.JsonGenerator;

import java.util.EnumMap;
import java.util.Map;

/** How each kind of event looks as JSON. */
final class Shapes {
    private static final Map<EventType, Entry<?>> ALL = new EnumMap<>(EventType.class);

    static {
        RequestShapes.list();
        UseShapes.list();
        GitShapes.list();
        LifeShapes.list();
        RecreationShapes.list();
        StatusShape.list();
        PlatformShapes.list();
    }

    /**
     * @param description what has happened when such an event is there
     */
    record Entry<E extends Event>(String description, Shape<E> shape) {
        E read(byte[] text, int from, int length) {
            return Json.read(text, from, length, shape::read);
        }

        @SuppressWarnings("unchecked") // an event is looked up by its own class
        void write(JsonGenerator out, Event event) {
            shape.write(out, (E) event);
        }
    }

    private Shapes() {}

    static <E extends Event> void add(Class<E> type, String description, Shape<E> shape) {
        ALL.put(EventType.of(type), new Entry<>(description, shape));
    }

    static Entry<?> of(EventType type) {
        var entry = ALL.get(type);
        if (entry == null) {
            throw new IllegalStateException(type + " has no shape");
        }
        return entry;
    }
}
