package io.sandkeeper.worker.simulation;

import io.sandkeeper.worker.door.Herald;
import io.sandkeeper.worker.session.Notice;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.Publication;
import io.sandkeeper.worker.store.SessionStore;
import io.sandkeeper.worker.store.StoreUnavailable;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;

/**
 * One worker's herald: what it publishes travels for a while, in order, and arrives or is lost with
 * all that is behind it.
 */
final class Voice implements Herald {
    private record Sent(SessionId session, Publication publication) {}

    private final Broker broker;
    private final SessionStore store;
    private final Timeline timeline;
    private final String worker;
    private final Queue<Sent> travelling = new ArrayDeque<>();
    private final Map<SessionId, Long> handed = new HashMap<>();
    private final Map<SessionId, Long> arrived = new HashMap<>();

    Voice(Broker broker, SessionStore store, Timeline timeline, String worker) {
        this.broker = broker;
        this.store = store;
        this.timeline = timeline;
        this.worker = worker;
    }

    @Override
    public List<Publication> word(Session session, List<Notice> notices) {
        return notices.stream().map(notice -> publication(session, notice)).toList();
    }

    private static Publication publication(Session session, Notice notice) {
        return new Publication(
                notice.sequence(),
                session.id().value() + '/' + notice.sequence(),
                notice.kind().getClass().getSimpleName(),
                notice.at(),
                Optional.empty(),
                notice.state().name(),
                Optional.empty());
    }

    @Override
    public void publish(SessionId session, List<Publication> publications) {
        timeline.pause("before publish");
        if (!publications.isEmpty()) {
            var first = publications.getFirst().sequence();
            hand(session, first > next(session) ? outbox(session) : publications);
        }
    }

    private long next(SessionId session) {
        return handed.getOrDefault(session, 0L) + 1;
    }

    /** Something is missing before it: whoever wrote that did not live to tell it. */
    private List<Publication> outbox(SessionId session) {
        try {
            return store.outboxes(List.of(session)).stream()
                    .flatMap(one -> one.publications().stream())
                    .toList();
        } catch (StoreUnavailable _) {
            timeline.note(worker + " leaves it to be found in the outbox");
            return List.of();
        }
    }

    private void hand(SessionId session, List<Publication> publications) {
        for (var one : publications) {
            if (one.sequence() >= next(session)) {
                handed.put(session, one.sequence());
                travelling.add(new Sent(session, one));
            }
        }
    }

    boolean isTravelling() {
        return !travelling.isEmpty();
    }

    void deliver(int most) {
        for (int i = 0; i < most && !travelling.isEmpty(); i++) {
            var sent = travelling.remove();
            timeline.note(
                    "%s publishes %s %s"
                            .formatted(worker, sent.publication().id(), sent.publication().type()));
            broker.arrive(sent.session(), sent.publication());
            arrived.merge(sent.session(), sent.publication().sequence(), Math::max);
        }
    }

    /** It is found in the outboxes again. */
    void loseTravelling() {
        timeline.note(worker + " loses what travels to the broker");
        travelling.clear();
        handed.clear();
        handed.putAll(arrived);
    }

    boolean hasArrived() {
        return !arrived.isEmpty();
    }

    void trim() {
        var batch = new TreeMap<SessionId, Long>(Comparator.comparing(SessionId::value));
        batch.putAll(arrived);
        try {
            store.published(batch);
            batch.forEach(arrived::remove);
        } catch (StoreUnavailable _) {
            timeline.note(worker + " trims later");
        }
    }
}
