package io.sandkeeper.worker.operation;

import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Daemon;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Predecessor;
import io.sandkeeper.worker.session.Replacement;
import io.sandkeeper.worker.session.Restored;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.State;

import java.util.Optional;

/** A session's files come into its new sandbox, from the best source there is. */
final class Restoration {
    /** From this try on, what cannot be read is believed to be lost. */
    private static final int PATIENCE = 3;

    private final Session session;
    private final Operation operation;
    private final Provider provider;
    private final Optional<Safekeeping> safekeeping;
    private final Doorway doorway;
    private final Progress progress;

    Restoration(
            Session session,
            Operation operation,
            Provider provider,
            Optional<Safekeeping> safekeeping,
            Doorway doorway,
            Progress progress) {
        this.session = session;
        this.operation = operation;
        this.provider = provider;
        this.safekeeping = safekeeping;
        this.doorway = doorway;
        this.progress = progress;
    }

    /** Empty when there is nothing to bring but what the request says. */
    Answer<Optional<Restored>> into(Daemon sandbox) {
        return safekeeping
                .filter(_ -> mayHaveFiles())
                .map(keeper -> live().then(live -> bring(keeper, live, sandbox)))
                .orElseGet(() -> new Answer.Done<>(Optional.empty()))
                .then(this::spared);
    }

    private Answer<Optional<Restored>> bring(
            Safekeeping keeper, Optional<Daemon> live, Daemon sandbox) {
        var source = live.map(daemon -> new Safekeeping.Live(daemon, isPatient()));
        return keeper.bring(session, source, sandbox, progress::transferring, progress::doubted);
    }

    /**
     * When nothing could be brought, the sandbox before holds the only copy: it is given up when
     * its owner asks for that, and not by ourselves.
     */
    private Answer<Optional<Restored>> spared(Optional<Restored> brought) {
        return brought.isEmpty()
                        && predecessor().isPresent()
                        && session.state() instanceof State.Recreating recreating
                        && recreating.why() != Replacement.Why.REQUEST
                ? new Answer.Failed<>(
                        new Failure.Permanent(
                                "there is no copy of its files, and the sandbox that has them cannot be read"))
                : new Answer.Done<>(brought);
    }

    private boolean mayHaveFiles() {
        return session.state() instanceof State.Recreating || session.care().archive().isPresent();
    }

    /**
     * What cannot be read now may be read a moment later, and has what no copy has: a copy is taken
     * instead only when that was tried before.
     */
    private boolean isPatient() {
        return operation.attempt() < PATIENCE;
    }

    /**
     * One that sleeps is woken, unless there is a copy from the moment when it fell asleep: that is
     * as good, and is there.
     */
    private Answer<Optional<Daemon>> live() {
        var old = predecessor();
        return old.isEmpty() || (old.get().isAsleep() && session.care().isSealed())
                ? new Answer.Done<>(Optional.empty())
                : opened(doorway.woken(session, old.get().sandbox(), provider));
    }

    private Answer<Optional<Daemon>> opened(Answer<Daemon> answer) {
        return switch (answer) {
            case Answer.Done<Daemon>(var daemon) -> new Answer.Done<>(Optional.of(daemon));
            case Answer.Absent<Daemon> _ -> new Answer.Done<>(Optional.empty());
            case Answer.Failed<Daemon>(var failure) ->
                    isPatient()
                            ? new Answer.Failed<>(failure)
                            : new Answer.Done<>(Optional.empty());
        };
    }

    private Optional<Predecessor> predecessor() {
        return session.state() instanceof State.Recreating recreating
                ? recreating.predecessor()
                : Optional.empty();
    }
}
