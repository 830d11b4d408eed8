package io.sandkeeper.worker.due;

import io.sandkeeper.worker.door.Alarm;
import io.sandkeeper.worker.door.Door;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Alarms of the near future, kept in memory. One that is lost with the worker is found in the store
 * by {@link DueWatch}.
 */
public final class AlarmClock implements Alarm, AutoCloseable {
    private static final Duration NEAR = Duration.ofMinutes(2);

    private final InstantSource clock;
    private final Door door;
    private final ConcurrentMap<SessionId, Instant> alarms = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("alarms").daemon().factory());

    public AlarmClock(InstantSource clock, Door door) {
        this.clock = clock;
        this.door = door;
    }

    @Override
    public void set(SessionId session, Instant dueAt) {
        var wait = Duration.between(clock.instant(), dueAt);
        if (wait.compareTo(NEAR) > 0 || timer.isShutdown()) {
            return;
        }
        if (dueAt.equals(alarms.put(session, dueAt))) {
            return;
        }
        var _ =
                timer.schedule(
                        () -> ring(session, dueAt),
                        Math.max(1, wait.toMillis() + 1),
                        TimeUnit.MILLISECONDS);
    }

    /** A newer alarm of the same session has taken its place. */
    private void ring(SessionId session, Instant dueAt) {
        if (alarms.remove(session, dueAt)) {
            door.remind(session, new Signal.TimerFired());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
