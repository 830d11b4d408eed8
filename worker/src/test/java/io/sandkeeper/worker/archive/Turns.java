package io.sandkeeper.worker.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Threads of which one goes on at a time, for one step; a seed says which. */
final class Turns {
    private final Random random;
    private final List<Actor> actors = new ArrayList<>();

    Turns(Random random) {
        this.random = random;
    }

    private static final class Actor implements Watched.Hands {
        private final Semaphore turn = new Semaphore(0);
        private final Semaphore rest = new Semaphore(0);
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private volatile boolean done;

        @Override
        public <T> T call(Supplier<T> deed) {
            rest.release();
            turn.acquireUninterruptibly();
            return deed.get();
        }
    }

    interface Play {
        void run(Watched.Hands hands) throws Exception;
    }

    void add(Play play) {
        var actor = new Actor();
        actors.add(actor);
        Thread.ofVirtual()
                .start(
                        () -> {
                            actor.turn.acquireUninterruptibly();
                            try {
                                play.run(actor);
                            } catch (Throwable e) {
                                actor.failure.set(e);
                            }
                            actor.done = true;
                            actor.rest.release();
                        });
    }

    /**
     * @param between looks at the world after each step
     */
    void play(Runnable between) {
        while (!actors.isEmpty()) {
            var actor = actors.get(random.nextInt(actors.size()));
            actor.turn.release();
            actor.rest.acquireUninterruptibly();
            if (actor.done) {
                actors.remove(actor);
                if (actor.failure.get() != null) {
                    throw new AssertionError("a play failed", actor.failure.get());
                }
            }
            between.run();
        }
    }
}
