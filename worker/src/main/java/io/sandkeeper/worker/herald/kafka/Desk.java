package io.sandkeeper.worker.herald.kafka;

import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.Publication;
import io.sandkeeper.worker.store.SessionStore;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * All sessions' lines. Publications are handed in by any thread, which is never held up; what does
 * not fit into the memory set aside is left in the outboxes, and read from there when there is room
 * again. To forget a line is always safe: of a session that is not known the outbox is read first.
 */
final class Desk {
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final int READ_AT_ONCE = 200;

    private final ConcurrentMap<SessionId, Line> lines = new ConcurrentHashMap<>();

    /** Those whose outbox may hold more than their line does. */
    private final Set<SessionId> behind = ConcurrentHashMap.newKeySet();

    private final Trimming trimming;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger failures = new AtomicInteger();
    private final SessionStore store;
    private final Consumer<SessionId> ready;
    private final Runnable published;
    private final InstantSource clock;
    private final Limits limits;

    /**
     * @param ready hears which session has something to send
     * @param published hears of each publication that arrived
     */
    Desk(
            SessionStore store,
            Consumer<SessionId> ready,
            Runnable published,
            InstantSource clock,
            Limits limits) {
        this.store = store;
        this.trimming = new Trimming(store, clock);
        this.ready = ready;
        this.published = published;
        this.clock = clock;
        this.limits = limits;
    }

    /**
     * @param bytes of publications held or under way
     * @param lines of sessions that something is known of
     */
    record Limits(long bytes, int lines) {
        static final Limits DEFAULT = new Limits(12L * 1024 * 1024, 50_000);
    }

    void handIn(SessionId session, List<Publication> publications) {
        lines.compute(
                session,
                (_, known) -> {
                    if (known == null && lines.size() >= limits.lines()) {
                        // Found in the store by whoever looks there for what is late.
                        return null;
                    }
                    var line = known == null ? new Line() : known;
                    synchronized (line) {
                        publications.forEach(line::learn);
                        hold(line, publications);
                        note(session, line);
                    }
                    return line;
                });
        ready.accept(session);
    }

    private void note(SessionId session, Line line) {
        if (line.isBehind()) {
            behind.add(session);
        } else {
            behind.remove(session);
        }
    }

    /** Holds as many as follow each other and fit. */
    private void hold(Line line, List<Publication> publications) {
        for (var publication : publications) {
            if (line.isNext(publication) && reserve(publication)) {
                line.hold(publication);
            }
        }
    }

    private boolean reserve(Publication publication) {
        if (bytes.addAndGet(size(publication)) <= limits.bytes()) {
            return true;
        }
        release(publication);
        return false;
    }

    private void release(Publication publication) {
        if (bytes.addAndGet(-size(publication)) == 0) {
            synchronized (bytes) {
                bytes.notifyAll();
            }
        }
    }

    private static long size(Publication publication) {
        return 200L
                + publication.data().length()
                + publication.status().map(String::length).orElse(0);
    }

    /** Sends what is next of a session, unless one is under way. */
    void send(SessionId session, Wire wire) {
        var line = lines.get(session);
        if (line == null) {
            return;
        }
        Publication publication;
        synchronized (line) {
            publication = line.takeNext().orElse(null);
        }
        if (publication != null) {
            var sent = wire.send(session, publication);
            var _ = sent.whenComplete((_, failure) -> done(session, line, publication, failure));
        }
    }

    private void done(
            SessionId session, Line line, Publication publication, @Nullable Throwable failure) {
        release(publication);
        if (failure == null) {
            trimming.arrived(session, publication.sequence());
            synchronized (line) {
                line.arrived(publication);
            }
            published.run();
            ready.accept(session);
        } else {
            List<Publication> left;
            synchronized (line) {
                left = line.failed(clock.instant().plus(AFTER_FAILURE));
                note(session, line);
            }
            left.forEach(this::release);
            if (failures.getAndIncrement() == 0) {
                LOG.warn(
                        "session={} sequence={} stays in its outbox: {}",
                        session,
                        publication.sequence(),
                        failure.getMessage());
            }
        }
    }

    /**
     * A few times a second: trims what arrived a while ago, and reads what was left in outboxes.
     */
    void lookAfter() {
        var failed = failures.getAndSet(0);
        if (failed > 1) {
            LOG.warn("{} publications stay in their outboxes", failed);
        }
        trimming.trimWhatIsRipe();
        catchUp();
        if (lines.size() > limits.lines() / 2) {
            forgetIdle();
        }
    }

    /** Nobody looks after it again: what arrived is trimmed now. */
    void leave() {
        trimming.trimAll();
    }

    private void catchUp() {
        var now = clock.instant();
        var readable = new HashMap<SessionId, Long>();
        for (var session : behind) {
            var line = lines.get(session);
            if (line == null) {
                forgetThatBehind(session);
                continue;
            }
            synchronized (line) {
                if (line.isReadable(now)) {
                    readable.put(session, line.known());
                }
            }
            if (readable.size() == READ_AT_ONCE) {
                read(readable);
                readable.clear();
            }
            if (bytes.get() > limits.bytes() / 2) {
                return;
            }
        }
        read(readable);
    }

    /** Unless a line of it has come meanwhile. */
    private void forgetThatBehind(SessionId session) {
        lines.compute(
                session,
                (_, line) -> {
                    if (line == null) {
                        behind.remove(session);
                    }
                    return line;
                });
    }

    private void read(Map<SessionId, Long> knownOf) {
        if (knownOf.isEmpty()) {
            return;
        }
        var found = new HashMap<SessionId, List<Publication>>();
        store.outboxes(List.copyOf(knownOf.keySet()))
                .forEach(one -> found.put(one.session(), one.publications()));
        knownOf.forEach((session, known) -> take(session, known, found.get(session)));
    }

    private void take(SessionId session, long known, @Nullable List<Publication> outbox) {
        lines.computeIfPresent(
                session,
                (_, line) -> {
                    synchronized (line) {
                        if (outbox == null) {
                            // The session is gone, or cannot be read by this release.
                            return line.isEmptyHanded() ? null : line;
                        }
                        hold(line, line.read(outbox, known));
                        note(session, line);
                        return line;
                    }
                });
        ready.accept(session);
    }

    private void forgetIdle() {
        for (var session : new ArrayList<>(lines.keySet())) {
            lines.computeIfPresent(
                    session,
                    (_, line) -> {
                        synchronized (line) {
                            return line.isIdle() && !trimming.awaits(session) ? null : line;
                        }
                    });
        }
    }

    /** Whether everything that is held arrives, or fails, in that time. */
    boolean isSilentWithin(Duration time) {
        var until = System.nanoTime() + time.toNanos();
        synchronized (bytes) {
            while (bytes.get() > 0) {
                var left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                try {
                    bytes.wait(left);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
        }
        return true;
    }

    int waiting() {
        return (int) lines.values().stream().filter(line -> !idle(line)).count();
    }

    /** How long the first of all has waited. */
    Duration age() {
        var now = clock.instant();
        return lines.values().stream()
                .map(Desk::waitsSince)
                .min(Instant::compareTo)
                .filter(since -> since.isBefore(now))
                .map(since -> Duration.between(since, now))
                .orElse(Duration.ZERO);
    }

    private static boolean idle(Line line) {
        synchronized (line) {
            return line.isIdle();
        }
    }

    private static Instant waitsSince(Line line) {
        synchronized (line) {
            return line.waitsSince();
        }
    }
}
