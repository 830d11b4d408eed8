package io.sandkeeper.worker.retention;

import io.micrometer.core.instrument.MeterRegistry;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.SpecId;
import io.sandkeeper.worker.spec.SpecUpkeep;
import io.sandkeeper.worker.store.Round;
import io.sandkeeper.worker.store.SessionStore;
import io.sandkeeper.worker.store.StoreRefused;
import io.sandkeeper.worker.store.StoreUnavailable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Forgets sessions whose retention is over, with everything that they brought, and specs that no
 * session names any more. Whatever a worker leaves half done is found again, by it or by another
 * one; two at once do no harm.
 */
public final class Retention implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final int MOST = 500;
    private static final int MOST_AWAY = 5;
    private static final Duration ACKNOWLEDGED = Duration.ofSeconds(30);

    private final SessionStore store;
    private final SpecUpkeep specs;
    private final Tombstones tombstones;
    private final Leftovers leftovers;
    private final RetentionRules rules;
    private final MeterRegistry meters;
    private final InstantSource clock;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("retention").daemon().factory());
    private Optional<SpecId> looked = Optional.empty();

    public Retention(
            SessionStore store,
            SpecUpkeep specs,
            Tombstones tombstones,
            Leftovers leftovers,
            RetentionRules rules,
            MeterRegistry meters,
            InstantSource clock) {
        this.store = store;
        this.specs = specs;
        this.tombstones = tombstones;
        this.leftovers = leftovers;
        this.rules = rules;
        this.meters = meters;
        this.clock = clock;
    }

    /** The workers of a fleet that were started together do not come together. */
    public void start(Duration interval, Memory memory) {
        var every = interval.toMillis();
        var first = ThreadLocalRandom.current().nextLong(every) + 1;
        var _ =
                timer.schedule(
                        () -> Round.of("forgetting", LOG, () -> check(memory)),
                        0,
                        TimeUnit.SECONDS);
        var _ =
                timer.scheduleWithFixedDelay(
                        () -> Round.of("forgetting", LOG, this::tidy),
                        first,
                        every,
                        TimeUnit.MILLISECONDS);
    }

    /**
     * A warning, and not a refusal to start: the topic's setting can change at any time, the broker
     * may be away at the start, and a fleet that does not come up costs more than a session that
     * could be opened anew.
     */
    void check(Memory memory) {
        memory.ofRequests()
                .flatMap(requests -> Memory.complaint(rules.ended(), requests))
                .ifPresent(LOG::warn);
    }

    void tidy() {
        forgetSessions();
        forgetSpecs();
    }

    /** The tombstone first: a session that is gone would never get one. */
    private void forgetSessions() {
        var now = clock.instant();
        var due = store.forgettable(now, MOST);
        var buried = cleared(buried(due), now);
        if (buried.isEmpty()) {
            return;
        }
        store.forget(buried, now);
        specs.forgetAllOf(buried, now.minus(rules.specs()));
        meters.counter("sandkeeper.sessions.forgotten").increment(buried.size());
        LOG.info(
                "{} sessions that ended before {} are forgotten",
                buried.size(),
                now.minus(rules.ended()));
    }

    /** One whose leftovers cannot be removed holds up none of those that come after it. */
    private List<SessionId> cleared(List<SessionId> buried, Instant now) {
        var cleared = new ArrayList<SessionId>();
        var away = 0;
        for (var id : buried) {
            try {
                leftovers.remove(id, now);
                cleared.add(id);
                away = 0;
            } catch (StoreRefused e) {
                stays(id, e);
            } catch (StoreUnavailable e) {
                stays(id, e);
                // Whoever is away for so many in a row is away for all.
                if (++away == MOST_AWAY) {
                    return cleared;
                }
            }
        }
        return cleared;
    }

    private static void stays(SessionId id, RuntimeException why) {
        LOG.warn(
                "session={} is not forgotten yet: its leftovers cannot be removed: {}",
                id,
                why.getMessage());
    }

    private List<SessionId> buried(List<SessionId> due) {
        var graves = new LinkedHashMap<SessionId, CompletableFuture<Void>>();
        due.forEach(id -> graves.put(id, tombstones.bury(id)));
        var until = System.nanoTime() + ACKNOWLEDGED.toNanos();
        var buried = new ArrayList<SessionId>();
        graves.forEach(
                (id, grave) -> {
                    if (isAcknowledged(id, grave, until - System.nanoTime())) {
                        buried.add(id);
                    }
                });
        return buried;
    }

    private static boolean isAcknowledged(SessionId id, CompletableFuture<Void> grave, long nanos) {
        try {
            grave.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn(
                    "session={} is not forgotten yet: its tombstone is not acknowledged: {}",
                    id,
                    String.valueOf(e.getMessage()));
            return false;
        }
    }

    /** A page at a time, round and round. */
    private void forgetSpecs() {
        var old = clock.instant().minus(rules.specs());
        var page = specs.savedBefore(old, looked, MOST);
        looked = page.size() < MOST ? Optional.empty() : Optional.of(page.getLast());
        var unnamed = unnamed(page);
        if (!unnamed.isEmpty()) {
            forget(unnamed, old);
        }
    }

    private void forget(List<SpecId> unnamed, Instant old) {
        specs.forget(unnamed, old);
        meters.counter("sandkeeper.specs.forgotten").increment(unnamed.size());
        LOG.info("{} specs that no session names are removed", unnamed.size());
    }

    /** A session that cannot be read may name any of its own. */
    private List<SpecId> unnamed(List<SpecId> page) {
        var ids = new HashSet<SessionId>();
        page.forEach(spec -> spec.session().ifPresent(ids::add));
        var found = store.load(ids);
        var named = new HashSet<SpecId>();
        found.sessions().stream().map(Session::profile).forEach(one -> named.add(one.spec()));
        return page.stream()
                .filter(spec -> !named.contains(spec))
                .filter(
                        spec ->
                                spec.session()
                                        .filter(id -> !found.unreadable().containsKey(id))
                                        .isPresent())
                .toList();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
