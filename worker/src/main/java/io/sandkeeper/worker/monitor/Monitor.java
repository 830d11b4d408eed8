package io.sandkeeper.worker.monitor;

import io.micrometer.core.instrument.MeterRegistry;
import io.sandkeeper.worker.door.Door;
import io.sandkeeper.worker.due.Buckets;
import io.sandkeeper.worker.platform.News;
import io.sandkeeper.worker.platform.Platform;
import io.sandkeeper.worker.session.Health;
import io.sandkeeper.worker.session.Origin;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.Census;
import io.sandkeeper.worker.store.Round;
import io.sandkeeper.worker.store.SessionStore;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Checks the running sessions of this worker's buckets, and tells them when something is wrong with
 * their sandboxes.
 */
public final class Monitor implements Concern, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Monitor.class);
    private static final Duration TURN = Duration.ofMillis(100);
    private static final Duration READING = Duration.ofMillis(250);

    private final Ways ways;
    private final InstantSource clock;
    private final MonitorMeters meters;
    private final Wards wards;
    private final Callers callers = new Callers();
    private final Admissions admissions;
    private final Reception reception;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("check-", 0).factory());
    private final ScheduledExecutorService timer =
            Executors.newScheduledThreadPool(
                    2, Thread.ofPlatform().name("monitor-", 0).daemon().factory());

    public Monitor(
            List<Site> sites,
            Known known,
            Ways ways,
            MonitorRules rules,
            MeterRegistry registry,
            InstantSource clock) {
        this(sites, known, ways, rules, registry, clock, null);
    }

    /**
     * @param instead of threads of its own
     */
    Monitor(
            List<Site> sites,
            Known known,
            Ways ways,
            MonitorRules rules,
            MeterRegistry registry,
            InstantSource clock,
            @Nullable Executor instead) {
        this.ways = ways;
        this.clock = clock;
        this.meters = new MonitorMeters(registry);
        var executor = instead == null ? threads : instead;
        this.wards = new Wards(sites, rules, new Ward.Around(executor, clock, new Voice(), meters));
        this.admissions = new Admissions(wards, callers, known.census(), rules, clock);
        this.reception = new Reception(wards, callers, known.store(), this::tell, clock);
    }

    /** What we know of sessions. */
    public record Known(SessionStore store, Census census) {}

    /** Where to go with what was found. */
    public record Ways(Door door, Platform platform) {}

    /**
     * @param buckets whose sessions this worker looks after
     */
    public void start(Buckets buckets) {
        attend(buckets);
        repeat(TURN, "checking", this::turn);
        repeat(READING, "reading who runs", this::read);
    }

    void attend(Buckets buckets) {
        admissions.open(buckets);
    }

    private void repeat(Duration pause, String what, Runnable work) {
        var millis = pause.toMillis();
        var _ =
                timer.scheduleWithFixedDelay(
                        () -> Round.of(what, LOG, work), millis, millis, TimeUnit.MILLISECONDS);
    }

    void turn() {
        wards.turn(clock.instant());
    }

    void read() {
        reception.turn();
        admissions.turn();
    }

    /** A session as a decision of this worker left it: nothing else is as fresh. */
    public void saw(Session session) {
        admissions.saw(session);
    }

    @Override
    public boolean ask(SessionId session, Origin origin) {
        return switch (wards.ask(session, origin, clock.instant())) {
            case YES -> true;
            case CROWDED -> false;
            case NO -> callers.ask(session, origin);
        };
    }

    @Override
    public void doubt(SessionId session, Optional<Long> generation, Optional<SandboxId> sandbox) {
        if (!wards.doubt(session, generation, sandbox, clock.instant())
                && !(reception.mayBeNew(session) && callers.doubt(session))) {
            meters.dropped();
        }
    }

    @Override
    public void used(Collection<SessionId> sessions) {
        wards.used(sessions, clock.instant());
    }

    /**
     * Nobody sends it again, and a worker that does not hear of it would leave somebody waiting.
     */
    private void tell(Told told) {
        var seen = told.signal();
        LOG.atLevel(seen.health() == Health.HEALTHY ? Level.DEBUG : Level.INFO)
                .log(
                        "session={} generation={} health={} evidence=\"{}\"",
                        told.session(),
                        seen.generation(),
                        seen.health(),
                        seen.evidence());
        ways.door().insist(told.session(), seen);
    }

    /** What the wards say. */
    private final class Voice implements Ward.Ears {
        @Override
        public void told(Told told) {
            tell(told);
        }

        @Override
        public void changed(Site site, Outlook.Change change, Instant at) {
            var back = change == Outlook.Change.CAME_BACK;
            var reason =
                    back
                            ? "most sandboxes of the region answer again; each is judged anew"
                            : "most sandboxes of the region stopped answering at once; none of them is given up before most answer again; look at the provider's status";
            if (back) {
                LOG.warn("place={} {}", site, reason);
            } else {
                LOG.error("place={} {}", site, reason);
            }
            ways.platform()
                    .tell(
                            new News.RegionChanged(
                                    site.lane(),
                                    back ? News.Condition.UP : News.Condition.DOWN,
                                    at,
                                    reason));
        }
    }

    /** Whoever is being looked at is looked at by another worker. */
    @Override
    public void close() {
        timer.shutdownNow();
        threads.shutdownNow();
    }
}
