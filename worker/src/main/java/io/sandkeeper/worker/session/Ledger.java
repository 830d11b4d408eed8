package io.sandkeeper.worker.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a session has taken in and told: by it, a repeated event is recognised and the sequence has
 * no gaps.
 *
 * @param sequence the number of the last notice
 * @param asked the intent not yet fulfilled
 * @param events the newest ids of events taken in, oldest first
 * @param requests the newest request ids, oldest first
 * @param consumed by log, the highest offset taken in; see {@link Origin.Position}
 */
public record Ledger(
        long sequence,
        Optional<Asked> asked,
        List<EventId> events,
        List<RequestId> requests,
        Map<String, Long> consumed) {
    static final int EVENTS = 64;
    static final int REQUESTS = 16;
    static final Ledger EMPTY = new Ledger(0, Optional.empty(), List.of(), List.of(), Map.of());

    public Ledger {
        events = List.copyOf(events);
        requests = List.copyOf(requests);
        consumed = Map.copyOf(consumed);
    }

    /** Why this intent has been here before, if it has. */
    Optional<Idle> recognise(Origin origin) {
        var redelivered =
                origin.position()
                        .map(at -> consumed.getOrDefault(at.topic(), -1L) >= at.offset())
                        .orElse(false);
        if (redelivered) {
            return Optional.of(Idle.REDELIVERED);
        }
        var repeated =
                events.contains(origin.event())
                        || origin.request().filter(requests::contains).isPresent();
        return repeated ? Optional.of(Idle.DUPLICATE) : Optional.empty();
    }

    Ledger taking(Origin origin) {
        var positions = origin.position().map(at -> Consumed.taking(consumed, at)).orElse(consumed);
        var known = origin.request().map(id -> append(requests, id, REQUESTS)).orElse(requests);
        return new Ledger(
                sequence, asked, append(events, origin.event(), EVENTS), known, positions);
    }

    Ledger asking(Optional<Asked> intent) {
        return new Ledger(sequence, intent, events, requests, consumed);
    }

    Ledger numbered(long next) {
        return new Ledger(next, asked, events, requests, consumed);
    }

    private static <T> List<T> append(List<T> list, T item, int most) {
        if (list.contains(item)) {
            return list;
        }
        var longer = new ArrayList<>(list);
        longer.add(item);
        return longer.size() > most ? longer.subList(longer.size() - most, longer.size()) : longer;
    }
}
