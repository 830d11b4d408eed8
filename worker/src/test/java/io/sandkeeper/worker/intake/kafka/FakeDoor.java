package io.sandkeeper.worker.intake.kafka;

import io.sandkeeper.worker.door.Door;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A door that remembers who came, and lets in whom it is told to. */
final class FakeDoor implements Door {
    private final LinkedBlockingQueue<Passed> passed = new LinkedBlockingQueue<>();
    private final List<Passed> all = Collections.synchronizedList(new ArrayList<>());
    private volatile Function<SessionId, CompletableFuture<Void>> answer =
            _ -> CompletableFuture.completedFuture(null);

    record Passed(SessionId session, Signal signal) {
        String event() {
            return ((Signal.Intent) signal).origin().event().value();
        }

        String log() {
            return ((Signal.Intent) signal).origin().position().orElseThrow().topic();
        }
    }

    void answer(Function<SessionId, CompletableFuture<Void>> next) {
        answer = next;
    }

    void failFor(String session, RuntimeException failure) {
        answer(
                id ->
                        id.value().equals(session)
                                ? CompletableFuture.failedFuture(failure)
                                : CompletableFuture.completedFuture(null));
    }

    @Override
    public CompletableFuture<Void> pass(SessionId session, Signal signal) {
        var one = new Passed(session, signal);
        all.add(one);
        passed.add(one);
        return answer.apply(session);
    }

    @Override
    public void insist(SessionId session, Signal signal) {
        throw new UnsupportedOperationException("the intake waits for what it passes");
    }

    @Override
    public void remind(SessionId session, Signal signal) {
        throw new UnsupportedOperationException("the intake waits for what it passes");
    }

    List<Passed> all() {
        synchronized (all) {
            return List.copyOf(all);
        }
    }

    List<String> events() {
        return all().stream().map(Passed::event).toList();
    }

    /** The next one to come. */
    Passed next() throws InterruptedException {
        var next = passed.poll(30, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nobody came; there were " + events());
        }
        return next;
    }
}
