package io.sandkeeper.worker.project;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** One call to a sandbox that goes on while another is made. */
final class Ahead<T> implements AutoCloseable {
    private final CompletableFuture<Outcome<T>> outcome = new CompletableFuture<>();
    private final Thread thread;

    private sealed interface Outcome<T> {
        record Value<T>(T value) implements Outcome<T> {}

        record Halted<T>(Halt halt) implements Outcome<T> {}
    }

    private Ahead(Halt.Steps<T> steps) {
        thread = Thread.ofVirtual().name("project").unstarted(() -> take(steps));
    }

    static <T> Ahead<T> start(Halt.Steps<T> steps) {
        var ahead = new Ahead<>(steps);
        ahead.thread.start();
        return ahead;
    }

    T await() throws Halt {
        return switch (ended()) {
            case Outcome.Value<T>(var value) -> value;
            case Outcome.Halted<T>(var halt) -> throw halt;
        };
    }

    /** What went wrong there went wrong here: a store that is away must be recognised. */
    private Outcome<T> ended() {
        try {
            return outcome.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RuntimeException bug -> throw bug;
                case Error error -> throw error;
                case null, default -> throw e;
            }
        }
    }

    private void take(Halt.Steps<T> steps) {
        try {
            outcome.complete(new Outcome.Value<>(steps.take()));
        } catch (Halt halt) {
            outcome.complete(new Outcome.Halted<>(halt));
        } catch (RuntimeException | Error bug) {
            // Also an error: whoever waits would wait for ever.
            outcome.completeExceptionally(bug);
        }
    }

    /** Waits for its end, whatever it is: nothing of it goes on after what it was made for. */
    @Override
    public void close() {
        var _ = outcome.exceptionally(_ -> null).join();
    }
}
