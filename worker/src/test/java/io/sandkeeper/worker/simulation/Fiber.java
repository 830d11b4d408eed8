package io.sandkeeper.worker.simulation;

import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Work that runs only while it is let, from one step to the next: threads that take turns, never
 * two at once. Between two steps it may stay for any time, or end with its worker.
 */
final class Fiber {
    /** The process ended here. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        Crash() {
            super("the worker crashed", null, false, false);
        }
    }

    private final String name;
    private final Thread thread;
    private final Semaphore turn = new Semaphore(0);
    private final Semaphore back = new Semaphore(0);
    private String at = "begins";
    private boolean started;
    private boolean done;
    private boolean crashed;
    private Optional<Throwable> failure = Optional.empty();

    Fiber(String name, Runnable work) {
        this.name = name;
        this.thread = Thread.ofVirtual().name(name).unstarted(() -> live(work));
    }

    private void live(Runnable work) {
        turn.acquireUninterruptibly();
        try {
            if (!crashed) {
                work.run();
            }
        } catch (Crash _) {
            // It is over.
        } catch (RuntimeException | Error e) {
            failure = Optional.of(e);
        } finally {
            done = true;
            back.release();
        }
    }

    /** Lets it go on to its next step, or to its end. */
    void step() {
        if (!started) {
            started = true;
            thread.start();
        }
        turn.release();
        back.acquireUninterruptibly();
        failure.ifPresent(
                e -> {
                    throw new AssertionError(name + " failed", e);
                });
    }

    /** Called from within: it waits here until it is let go on. */
    void pause(String where) {
        if (crashed) {
            throw new Crash();
        }
        at = where;
        back.release();
        turn.acquireUninterruptibly();
        if (crashed) {
            throw new Crash();
        }
    }

    /** Nothing of it has any effect any more. */
    void crash() {
        crashed = true;
        while (!done && started) {
            step();
        }
        done = true;
    }

    boolean isDone() {
        return done;
    }

    @Override
    public String toString() {
        return name + " " + at;
    }
}
