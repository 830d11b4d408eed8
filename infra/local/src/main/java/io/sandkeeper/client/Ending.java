package io.sandkeeper.client;

import io.sandkeeper.events.EventType;
import io.sandkeeper.events.Topic;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * When to stop following.
 *
 * @param reached events that were waited for
 * @param lost events after which the others cannot come any more
 */
record Ending(Set<EventType> reached, Set<EventType> lost) {
    private static final String PREFIX = "sandbox.";
    private static final Set<EventType> ENDS =
            EnumSet.of(
                    EventType.KILLED,
                    EventType.EXPIRED,
                    EventType.FAILED,
                    EventType.REQUEST_REFUSED);

    static final Ending NEVER = new Ending(Set.of(), Set.of());
    static final Ending READY = at(EnumSet.of(EventType.READY));

    Ending {
        reached = Set.copyOf(reached);
        lost = Set.copyOf(lost);
    }

    static Ending at(Set<EventType> wanted) {
        var lost = EnumSet.copyOf(ENDS);
        lost.removeAll(wanted);
        return new Ending(wanted, lost);
    }

    /** Reads a name as it is shown, for example {@code ready} or {@code recreation-completed}. */
    static EventType event(String name) {
        return lifecycle()
                .filter(type -> name(type).equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new BadArguments(
                                        "--until %s: there is no such event; try one of %s."
                                                .formatted(
                                                        name,
                                                        lifecycle()
                                                                .map(Ending::name)
                                                                .collect(
                                                                        Collectors.joining(
                                                                                ", ")))));
    }

    static String name(EventType type) {
        var stem = type.stem();
        return stem.startsWith(PREFIX) ? stem.substring(PREFIX.length()) : stem;
    }

    private static Stream<EventType> lifecycle() {
        return Stream.of(EventType.values()).filter(type -> type.topic() == Topic.LIFECYCLE);
    }
}
