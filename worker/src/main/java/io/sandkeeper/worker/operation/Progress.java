package io.sandkeeper.worker.operation;

import io.sandkeeper.worker.session.DataLoss;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.State;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Says how far the making of a sandbox in place of another is: a percentage that only grows, at
 * most four times a second. For a first sandbox nothing is said.
 */
final class Progress {
    private static final Duration APART = Duration.ofMillis(250);
    private static final int TRANSFERRING_FROM = 10;
    private static final int TRANSFERRING_TO = 85;
    private static final long MEBIBYTE = 1L << 20;

    private final Session session;
    private final Operation operation;
    private final Meanwhile listener;
    private final InstantSource clock;
    private Instant last = Instant.EPOCH;
    private int said;

    Progress(Session session, Operation operation, Meanwhile listener, InstantSource clock) {
        this.session = session;
        this.operation = operation;
        this.listener = listener;
        this.clock = clock;
    }

    void creating() {
        say(Signal.Step.CREATING, "A new sandbox is being created.", 1);
    }

    void transferring(long done, long all) {
        var share = all == 0 ? 1.0 : Math.min(1.0, (double) done / all);
        say(
                Signal.Step.TRANSFERRING,
                "Files are brought into it: %s of %s.".formatted(size(done), size(all)),
                TRANSFERRING_FROM + (int) (share * (TRANSFERRING_TO - TRANSFERRING_FROM)));
    }

    void updating() {
        say(Signal.Step.UPDATING, "It is started.", 90);
    }

    /** What the sandbox before had lost while it slept. */
    void doubted(DataLoss loss) {
        listener.keep(new Signal.Doubted(session.generation(), operation.turn(), loss));
    }

    /** Files are delivered by several threads. */
    private synchronized void say(Signal.Step step, String message, int percent) {
        var now = clock.instant();
        if (!(session.state() instanceof State.Recreating)
                || percent <= said
                || now.isBefore(last.plus(APART))) {
            return;
        }
        said = percent;
        last = now;
        listener.hear(
                new Signal.Progressed(
                        session.generation(), operation.turn(), step, message, percent));
    }

    private static String size(long bytes) {
        return bytes < MEBIBYTE
                ? "%d KiB".formatted((bytes + 1023) / 1024)
                : "%d MiB".formatted(bytes / MEBIBYTE);
    }
}
