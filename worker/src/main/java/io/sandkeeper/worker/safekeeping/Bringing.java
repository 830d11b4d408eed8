package io.sandkeeper.worker.safekeeping;

import io.sandkeeper.worker.archive.Archive;
import io.sandkeeper.worker.archive.Archives;
import io.sandkeeper.worker.archive.Contents;
import io.sandkeeper.worker.archive.Damaged;
import io.sandkeeper.worker.project.Difference;
import io.sandkeeper.worker.project.Entry;
import io.sandkeeper.worker.project.LeftOut;
import io.sandkeeper.worker.project.Manifest;
import io.sandkeeper.worker.project.Progress;
import io.sandkeeper.worker.project.ProjectFolder;
import io.sandkeeper.worker.project.Transfer;
import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.Restored;
import io.sandkeeper.worker.session.SessionId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Files for a new sandbox: the live ones of the sandbox before, or else the newest copy that is
 * whole. What is there then is looked at, byte by byte.
 */
final class Bringing {
    private static final Logger LOG = LoggerFactory.getLogger(Bringing.class);

    private final SessionId session;
    private final ProjectFolder target;
    private final Progress progress;
    private final Archives archives;
    private final InstantSource clock;
    private final Instant begun;

    Bringing(
            SessionId session,
            ProjectFolder target,
            Progress progress,
            Archives archives,
            InstantSource clock) {
        this.session = session;
        this.target = target;
        this.progress = progress;
        this.archives = archives;
        this.clock = clock;
        this.begun = clock.instant();
    }

    /** What the sandbox before is, and whether it is worth another try. */
    record Live(ProjectFolder folder, boolean patient) {}

    Answer<Optional<Restored>> run(Optional<Live> live) {
        if (live.isEmpty()) {
            return fromArchive();
        }
        return switch (live.get().folder().transferTo(target, progress)) {
            case Transfer.Moved moved when isSuspiciouslyEmpty(moved) -> fromArchive();
            case Transfer.Moved(var manifest, var leftOut, _) when leftOut.isEmpty() ->
                    verified(manifest, Restored.Source.LIVE, Optional.empty(), leftOut);
            case Transfer.Moved(var manifest, var leftOut, _) ->
                    live.get().patient()
                            ? new Answer.Failed<>(unsteady(leftOut))
                            : completed(manifest, leftOut);
            case Transfer.TargetFailed(var why) ->
                    why.then(_ -> new Answer.Done<>(Optional.empty()));
            case Transfer.SourceFailed(Answer.Failed<Void>(Failure.Transient failure))
                    when live.get().patient() ->
                    new Answer.Failed<>(failure);
            case Transfer.SourceFailed(var why) -> {
                LOG.info("session={} its files cannot be read: {}", session, why);
                yield fromArchive();
            }
        };
    }

    /** A wake that came back empty is no project without files. */
    private boolean isSuspiciouslyEmpty(Transfer.Moved moved) {
        return moved.manifest().files().findAny().isEmpty()
                && archives.newest(session).filter(one -> one.tally().files() > 0).isPresent();
    }

    private static Failure unsteady(List<LeftOut> leftOut) {
        return new Failure.Transient(
                "%d files could not be read from the sandbox before, the first: %s"
                        .formatted(leftOut.size(), leftOut.getFirst().path()));
    }

    /** What never kept still comes from the newest copy: older, but not nothing. */
    private Answer<Optional<Restored>> completed(Manifest moved, List<LeftOut> leftOut) {
        var missing = leftOut.stream().map(LeftOut::path).collect(Collectors.toSet());
        var copy = archives.newest(session).flatMap(archives::intact);
        var older =
                copy.stream()
                        .flatMap(one -> one.manifest().files())
                        .filter(file -> missing.contains(file.path().toString()))
                        .toList();
        if (older.isEmpty()) {
            return verified(moved, Restored.Source.LIVE, Optional.empty(), leftOut);
        }
        var entries = new ArrayList<>(moved.entries());
        entries.addAll(older);
        entries.sort(Comparator.comparing(Entry::path));
        var whole = new Manifest(moved.takenAt(), entries);
        var contents = copy.orElseThrow();
        return target.deliver(
                        List.copyOf(older), file -> contents.one(file.digest()), Progress.UNHEARD)
                .then(_ -> verified(whole, Restored.Source.LIVE, Optional.empty(), leftOut));
    }

    private Answer<Optional<Restored>> fromArchive() {
        for (var archive : archives.list(session)) {
            try {
                return deliver(archive, archives.open(archive));
            } catch (Damaged damaged) {
                LOG.error(
                        "session={} archive={} is damaged, the one before is tried",
                        session,
                        archive.id(),
                        damaged);
            }
        }
        return new Answer.Done<>(Optional.empty());
    }

    private Answer<Optional<Restored>> deliver(Archive archive, Contents copy) {
        var manifest = copy.manifest();
        return target.deliver(copy.arranged(), copy.inTurn(), progress)
                .then(
                        _ ->
                                verified(
                                        manifest,
                                        Restored.Source.ARCHIVE,
                                        Optional.of(archive.takenAt()),
                                        copy.leftOut()));
    }

    private Answer<Optional<Restored>> verified(
            Manifest manifest,
            Restored.Source source,
            Optional<Instant> takenAt,
            List<LeftOut> leftOut) {
        return target.settle(manifest.entries())
                .then(
                        differences ->
                                differences.isEmpty()
                                        ? new Answer.Done<>(
                                                Optional.of(
                                                        restored(
                                                                manifest, source, takenAt,
                                                                leftOut)))
                                        : new Answer.Failed<>(wrong(differences)));
    }

    private static Failure wrong(List<Difference> differences) {
        return new Failure.Transient(
                "%d files are not as they should be in the new sandbox, the first: %s"
                        .formatted(differences.size(), differences.getFirst().path()));
    }

    private Restored restored(
            Manifest manifest,
            Restored.Source source,
            Optional<Instant> takenAt,
            List<LeftOut> leftOut) {
        return new Restored(
                source,
                takenAt,
                (int) manifest.files().count(),
                manifest.bytes(),
                Duration.between(begun, clock.instant()),
                leftOut.size(),
                leftOut.stream().limit(Restored.MOST_NAMED).map(LeftOut::path).toList());
    }
}
