package io.sandkeeper.worker.herald.kafka;

import io.sandkeeper.events.codec.EventCodec;
import io.sandkeeper.worker.herald.Wording;
import io.sandkeeper.worker.session.Lifespan;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.SessionStore;
import io.sandkeeper.worker.store.SessionStore.Told;
import io.sandkeeper.worker.store.Transition;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares the latest states that were published with the stored ones. */
final class Verification {
    private final SessionStore store;
    private final Lifespan lifespan;

    Verification(SessionStore store, Lifespan lifespan) {
        this.store = store;
        this.lifespan = lifespan;
    }

    /**
     * @param repairs by session, what has to be published anew; it is no more than what was stored
     *     when it was read, and is itself verified when it arrives
     * @param unsettled those about which nothing can be said yet: what is newer waits in the outbox
     */
    record Findings(
            Map<SessionId, ProducerRecord<String, byte[]>> repairs, Set<SessionId> unsettled) {}

    Findings verify(Map<SessionId, Touched.Last> published) {
        var told = store.told(List.copyOf(published.keySet()));
        var repairs = new HashMap<SessionId, ProducerRecord<String, byte[]>>();
        var unsettled = new HashSet<SessionId>();
        var older = new ArrayList<SessionId>();
        published.forEach(
                (session, last) -> {
                    switch (judge(last, told.get(session))) {
                        case RIGHT -> {}
                        case UNSETTLED -> unsettled.add(session);
                        case OLDER -> older.add(session);
                        case FORGOTTEN -> repairs.put(session, Records.tombstone(session));
                    }
                });
        repairs.putAll(anew(older));
        return new Findings(repairs, unsettled);
    }

    private enum Judgement {
        RIGHT,
        UNSETTLED,
        OLDER,
        FORGOTTEN
    }

    private static Judgement judge(Touched.Last last, @Nullable Told told) {
        if (told == null) {
            return last.sequence() == Touched.BURIED ? Judgement.RIGHT : Judgement.FORGOTTEN;
        }
        if (last.sequence() >= told.sequence()) {
            return Judgement.RIGHT;
        }
        return told.waiting() > last.sequence() ? Judgement.UNSETTLED : Judgement.OLDER;
    }

    /** A session that this release cannot read is left to one that can. */
    private Map<SessionId, ProducerRecord<String, byte[]>> anew(List<SessionId> older) {
        if (older.isEmpty()) {
            return Map.of();
        }
        var histories = store.histories(older);
        var records = new HashMap<SessionId, ProducerRecord<String, byte[]>>();
        for (var session : store.load(older).sessions()) {
            var history = histories.getOrDefault(session.id(), List.of());
            records.put(session.id(), anew(session, history));
        }
        return records;
    }

    private ProducerRecord<String, byte[]> anew(Session session, List<Transition> history) {
        var cause =
                history.isEmpty()
                        ? Optional.<io.sandkeeper.worker.session.Cause>empty()
                        : Optional.of(history.getLast().cause());
        return EventCodec.encode(Wording.status(session, cause, lifespan));
    }
}
