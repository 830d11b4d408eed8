package io.sandkeeper.worker.safekeeping;

import io.sandkeeper.worker.archive.Archive;
import io.sandkeeper.worker.archive.ArchiveId;
import io.sandkeeper.worker.archive.Archives;
import io.sandkeeper.worker.archive.Damaged;
import io.sandkeeper.worker.archive.GivenUp;
import io.sandkeeper.worker.operation.Safekeeping;
import io.sandkeeper.worker.project.Limits;
import io.sandkeeper.worker.project.ProjectFolder;
import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Daemon;
import io.sandkeeper.worker.session.Archived;
import io.sandkeeper.worker.session.DataLoss;
import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.Restored;
import io.sandkeeper.worker.session.Seal;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.store.StoreRefused;
import io.sandkeeper.worker.store.StoreUnavailable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Keeps projects' files in archives. */
public final class ProjectKeeper implements Safekeeping {
    private static final Logger LOG = LoggerFactory.getLogger(ProjectKeeper.class);
    private static final String AWAY = "the archives cannot be reached now";
    private static final Limits WHOLE =
            Limits.usual().withEntries(500_000).withBytes(7L << 30, 1L << 40);

    private final Archives archives;
    private final KeepingRules rules;
    private final InstantSource clock;

    public ProjectKeeper(Archives archives, KeepingRules rules, InstantSource clock) {
        this.archives = archives;
        this.rules = rules;
        this.clock = clock;
    }

    @Override
    public Answer<Archived> keep(Session session, Daemon sandbox) {
        return guarded(
                new Failure.Transient(AWAY),
                () ->
                        new Copying(session, folder(sandbox, rules.limits()), archives, clock)
                                .run()
                                .then(
                                        archived -> {
                                            prune(session);
                                            return new Answer.Done<>(archived);
                                        }));
    }

    /** What shows what was before a loss is not pushed out by copies of what was left. */
    private static Set<ArchiveId> witnesses(Session session) {
        var care = session.care();
        return Stream.concat(care.witness().stream(), care.seal().map(Seal::archive).stream())
                .map(id -> new ArchiveId(id.value()))
                .collect(Collectors.toSet());
    }

    /** The copy is safe, whatever becomes of the old ones. */
    private void prune(Session session) {
        try {
            archives.prune(session.id(), rules.keep(), witnesses(session), clock.instant());
        } catch (StoreUnavailable | StoreRefused e) {
            LOG.warn(
                    "session={} its old copies are removed later: {}",
                    session.id(),
                    e.getMessage());
        }
    }

    @Override
    public Answer<DataLoss> compare(
            Session session, Seal seal, Daemon sandbox, Consumer<DataLoss> found) {
        return compare(session, seal, sandbox, found, new Failure.Transient(AWAY));
    }

    /** Without the limits: by those, a new file would push out another, and that one be missed. */
    private Answer<DataLoss> compare(
            Session session, Seal seal, Daemon sandbox, Consumer<DataLoss> found, Failure away) {
        return guarded(
                away,
                () ->
                        copy(session, seal)
                                .map(
                                        one ->
                                                new Mending(
                                                                seal.archive(),
                                                                archives.open(one),
                                                                folder(sandbox, whole()),
                                                                found)
                                                        .run())
                                .orElseGet(
                                        () ->
                                                new Answer.Failed<>(
                                                        new Failure.Permanent(
                                                                "the copy of before the pause is gone"))));
    }

    private Optional<Archive> copy(Session session, Seal seal) {
        return archives.list(session.id()).stream()
                .filter(one -> one.id().value().equals(seal.archive().value()))
                .findFirst();
    }

    /**
     * What a pause damaged there is mended first. What lives is moved whole: the limits are for
     * what is kept.
     */
    @Override
    public Answer<Optional<Restored>> bring(
            Session session,
            Optional<Live> live,
            Daemon into,
            Progress progress,
            Consumer<DataLoss> found) {
        // While copies are away nobody's attempt is spent, and the new sandbox is kept.
        var away = new Failure.Conflict(AWAY);
        var seal = session.care().seal();
        if (live.isPresent()
                && seal.isPresent()
                && !isMended(session, seal.get(), live.get(), found, away)) {
            return new Answer.Failed<>(away);
        }
        return guarded(
                away,
                () ->
                        new Bringing(
                                        session.id(),
                                        folder(into, whole()),
                                        progress::bytes,
                                        archives,
                                        clock)
                                .run(
                                        live.map(
                                                one ->
                                                        new Bringing.Live(
                                                                folder(one.sandbox(), whole()),
                                                                one.patient()))));
    }

    /**
     * False when that must wait. A comparison that does not work holds up nobody's new sandbox: the
     * copy is kept, to be looked at by hand.
     */
    private boolean isMended(
            Session session, Seal seal, Live live, Consumer<DataLoss> found, Failure away) {
        return switch (compare(session, seal, live.sandbox(), found, away)) {
            case Answer.Done<DataLoss>(var loss) -> {
                if (loss.count() > 0) {
                    found.accept(loss);
                }
                yield true;
            }
            case Answer.Failed<DataLoss>(var failure) when failure.equals(away) -> false;
            case Answer<DataLoss> other -> {
                LOG.warn("session={} was not compared with its copy: {}", session.id(), other);
                found.accept(DataLoss.none(seal.archive()));
                yield true;
            }
        };
    }

    private Limits whole() {
        return WHOLE.withTime(rules.limits().time());
    }

    private ProjectFolder folder(Daemon sandbox, Limits limits) {
        return new ProjectFolder(sandbox, rules.root(), rules.ignore(), limits);
    }

    /**
     * Where copies are kept can fail as a provider can.
     *
     * @param away what it comes to when that does not answer
     */
    private static <T> Answer<T> guarded(Failure away, Supplier<Answer<T>> work) {
        try {
            return work.get();
        } catch (StoreUnavailable e) {
            return new Answer.Failed<>(away);
        } catch (GivenUp e) {
            return new Answer.Failed<>(new Failure.Transient("the copy took too long"));
        } catch (StoreRefused e) {
            return new Answer.Failed<>(
                    new Failure.Permanent("the archives refuse it: " + e.getMessage()));
        } catch (Damaged e) {
            return new Answer.Failed<>(new Failure.Permanent("the copy is damaged"));
        }
    }
}
