package io.sandkeeper.bench.drill;

import io.sandkeeper.events.SessionId;
import io.sandkeeper.events.SessionState;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A steady stream of people: every tick a new session is asked for, and one that was asked for a
 * while ago is used, put to sleep, woken or ended.
 */
final class Load implements AutoCloseable {
    private static final int TICKS_PER_SECOND = 4;
    private static final int LATER = 8;

    private final Upstream upstream;
    private final Expected expected;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("load").daemon().factory());
    private int ticks;

    Load(Upstream upstream, Expected expected) {
        this.upstream = upstream;
        this.expected = expected;
        var _ =
                timer.scheduleAtFixedRate(
                        this::tick, 0, 1_000 / TICKS_PER_SECOND, TimeUnit.MILLISECONDS);
    }

    private synchronized void tick() {
        var session = expected.session(ticks);
        upstream.request(session);
        expected.expect(session, SessionState.RUNNING);
        if (ticks >= LATER) {
            change(ticks - LATER);
        }
        if (ticks >= 2 * LATER) {
            changeAgain(ticks - 2 * LATER);
        }
        ticks++;
        notifyAll();
    }

    private void change(int number) {
        var session = expected.session(number);
        switch (number % 4) {
            case 0 -> upstream.use(session);
            case 1, 2 -> {
                upstream.pause(session);
                expected.expect(session, SessionState.PAUSED);
            }
            default -> {
                upstream.kill(session);
                expected.expect(session, SessionState.KILLED);
            }
        }
    }

    private void changeAgain(int number) {
        if (number % 4 == 1) {
            var session = expected.session(number);
            upstream.resume(session);
            expected.expect(session, SessionState.RUNNING);
        }
    }

    /** Returns when so much more load was made. */
    synchronized void goOnFor(Duration time) throws InterruptedException {
        var until = ticks + time.toMillis() * TICKS_PER_SECOND / 1_000;
        while (ticks < until) {
            wait();
        }
    }

    /** The session that is asked for last until now. */
    synchronized SessionId newest() {
        return expected.session(ticks - 1);
    }

    @Override
    public void close() {
        timer.close();
    }
}
