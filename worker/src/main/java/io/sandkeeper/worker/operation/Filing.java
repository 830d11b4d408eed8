package io.sandkeeper.worker.operation;

import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Daemon;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.session.Archived;
import io.sandkeeper.worker.session.DataLoss;
import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Sandbox;
import io.sandkeeper.worker.session.Seal;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.Signal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Copies of a session's files are made and compared while its sandbox runs. */
final class Filing {
    private static final Logger LOG = LoggerFactory.getLogger(Filing.class);

    private final Optional<Safekeeping> safekeeping;

    Filing(Optional<Safekeeping> safekeeping) {
        this.safekeeping = safekeeping;
    }

    Answer<Archived> archive(Session session, Sandbox sandbox, Provider provider) {
        return safekeeping
                .map(
                        keeper ->
                                Doorway.awake(sandbox, provider)
                                        .then(daemon -> keeper.keep(session, daemon)))
                .orElseGet(() -> new Answer.Failed<>(new Failure.Permanent("no copies are kept")));
    }

    Answer<DataLoss> compare(
            Session session,
            Seal seal,
            Sandbox sandbox,
            Provider provider,
            Consumer<DataLoss> found) {
        return safekeeping
                .map(
                        keeper ->
                                Doorway.awake(sandbox, provider)
                                        .then(
                                                daemon ->
                                                        keeper.compare(
                                                                session, seal, daemon, found)))
                .orElseGet(() -> new Answer.Done<>(DataLoss.none(seal.archive())));
    }

    /**
     * The last copy before a sandbox falls asleep. What is damaged must not become the newest copy:
     * what woke last and was not compared yet is compared first. Nothing of it stops the pause: the
     * files are in the sandbox, and the provider keeps them.
     */
    Sealed seal(
            Session session,
            Operation operation,
            Sandbox sandbox,
            Provider provider,
            Consumer<DataLoss> found) {
        if (safekeeping.isEmpty()) {
            return new Sealed(List.of(), Optional.empty());
        }
        var opened = Doorway.awake(sandbox, provider);
        if (!(opened instanceof Answer.Done<Daemon>(var daemon))) {
            return new Sealed(
                    List.of(failed(session, operation, failure(opened))), Optional.empty());
        }
        var said = new ArrayList<Signal.Outcome>();
        var compared = compareFirst(session, operation, daemon, said, found);
        if (!compared) {
            return new Sealed(said, Optional.empty());
        }
        return switch (kept(session, daemon)) {
            case Answer.Done<Archived>(var archived) -> new Sealed(said, Optional.of(archived));
            case Answer<Archived> other -> {
                said.add(failed(session, operation, failure(other)));
                yield new Sealed(said, Optional.empty());
            }
        };
    }

    /** Whatever is wrong with a copy, the pause must come: it costs money until then. */
    private Answer<Archived> kept(Session session, Daemon daemon) {
        try {
            return safekeeping.orElseThrow().keep(session, daemon);
        } catch (RuntimeException e) {
            LOG.error("session={} its files were not copied", session.id(), e);
            return new Answer.Failed<>(
                    new Failure.Permanent("copying failed: " + e.getClass().getSimpleName()));
        }
    }

    /**
     * @param said what is to be told before the pause itself
     */
    record Sealed(List<Signal.Outcome> said, Optional<Archived> archived) {}

    private boolean compareFirst(
            Session session,
            Operation operation,
            Daemon daemon,
            List<Signal.Outcome> said,
            Consumer<DataLoss> found) {
        var seal = session.care().seal();
        if (seal.isEmpty()) {
            return true;
        }
        return switch (safekeeping.orElseThrow().compare(session, seal.get(), daemon, found)) {
            case Answer.Done<DataLoss>(var loss) -> {
                said.add(new Signal.Verified(session.generation(), operation.turn(), loss));
                yield true;
            }
            case Answer<DataLoss> other -> {
                said.add(failed(session, operation, failure(other)));
                yield false;
            }
        };
    }

    private static Signal.Outcome failed(Session session, Operation operation, Failure failure) {
        return new Signal.ArchiveFailed(session.generation(), operation.turn(), failure);
    }

    private static Failure failure(Answer<?> answer) {
        return switch (answer) {
            case Answer.Failed<?>(var failure) -> failure;
            case Answer.Absent<?>(var evidence) -> new Failure.Transient(evidence);
            case Answer.Done<?> _ -> throw new IllegalArgumentException("it did not fail");
        };
    }
}
