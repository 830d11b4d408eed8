package io.sandkeeper.worker.safekeeping;

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

    /** Without the limits: by those, a new file would push out another, and that one be missed. */
    @Override
    public Answer<DataLoss> compare(Session session, Seal seal, Daemon sandbox) {
        return guarded(
                new Failure.Transient(AWAY),
                () ->
                        archives.list(session.id()).stream()
                                .filter(one -> one.id().value().equals(seal.archive().value()))
                                .findFirst()
                                .map(
                                        one ->
                                                new Mending(
                                                                seal.archive(),
                                                                archives.open(one),
                                                                folder(sandbox, WHOLE))
                                                        .run())
                                .orElseGet(
                                        () ->
                                                new Answer.Failed<>(
                                                        new Failure.Permanent(
                                                                "the copy of before the pause is gone"))));
    }

    /**
     * What a pause damaged there is mended first. What lives is moved whole: the limits are for
     * what is kept.
     */
    @Override
    public Answer<Optional<Restored>> bring(
            Session session, Optional<Live> live, Daemon into, Progress progress) {
        live.ifPresent(one -> session.care().seal().ifPresent(seal -> mend(session, seal, one)));
        // While copies are away nobody's attempt is spent, and the new sandbox is kept.
        return guarded(
                new Failure.Conflict(AWAY),
                () ->
                        new Bringing(
                                        session.id(),
                                        folder(into, WHOLE),
                                        progress::bytes,
                                        archives,
                                        clock)
                                .run(
                                        live.map(
                                                one ->
                                                        new Bringing.Live(
                                                                folder(one.sandbox(), WHOLE),
                                                                one.patient()))));
    }

    private void mend(Session session, Seal seal, Live live) {
        if (compare(session, seal, live.sandbox()) instanceof Answer.Done<DataLoss>(var loss)
                && loss.count() > 0) {
            LOG.warn(
                    "session={} {} files were not as they had been before its pause",
                    session.id(),
                    loss.count());
        }
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
