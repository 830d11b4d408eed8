package io.sandkeeper.worker.safekeeping;

import io.sandkeeper.worker.archive.Archive;
import io.sandkeeper.worker.archive.Archives;
import io.sandkeeper.worker.archive.Contents;
import io.sandkeeper.worker.archive.Damaged;
import io.sandkeeper.worker.project.Difference;
import io.sandkeeper.worker.project.Filling;
import io.sandkeeper.worker.project.Gaps;
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
import java.util.List;
import java.util.Optional;

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
            case Transfer.Moved moved when !moved.gaps().steady() && live.get().patient() ->
                    new Answer.Failed<>(unsteady(moved.leftOut()));
            case Transfer.Moved moved -> completed(moved);
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
                        .formatted(LeftOut.count(leftOut), leftOut.getFirst().path()));
    }

    /** What it did not give comes from the newest copy that is whole. */
    private Answer<Optional<Restored>> completed(Transfer.Moved moved) {
        if (moved.leftOut().isEmpty()) {
            return live(moved, moved.manifest());
        }
        return fromNewest((_, copy) -> filled(moved, copy))
                .orElseGet(() -> live(moved, moved.manifest()));
    }

    private Answer<Optional<Restored>> filled(Transfer.Moved moved, Contents copy) {
        var filling = Filling.of(moved, copy.arranged());
        return filling.missing().isEmpty()
                ? live(moved, moved.manifest())
                : target.deliver(filling.missing(), copy.inTurn(), Progress.UNHEARD)
                        .then(_ -> live(moved, filling.whole()));
    }

    private Answer<Optional<Restored>> live(Transfer.Moved moved, Manifest manifest) {
        return verified(
                manifest, moved.gaps(), Restored.Source.LIVE, Optional.empty(), moved.leftOut());
    }

    private Answer<Optional<Restored>> fromArchive() {
        return fromNewest(this::deliver).orElseGet(() -> new Answer.Done<>(Optional.empty()));
    }

    private interface Use {
        Answer<Optional<Restored>> of(Archive archive, Contents copy);
    }

    /** A copy may turn out to be damaged when it is opened, or in the middle of its use. */
    private Optional<Answer<Optional<Restored>>> fromNewest(Use use) {
        for (var archive : archives.list(session)) {
            try {
                return Optional.of(use.of(archive, archives.open(archive)));
            } catch (Damaged damaged) {
                LOG.error(
                        "session={} archive={} is damaged, the one before is tried",
                        session,
                        archive.id(),
                        damaged);
            }
        }
        return Optional.empty();
    }

    private Answer<Optional<Restored>> deliver(Archive archive, Contents copy) {
        var manifest = copy.manifest();
        return target.deliver(copy.arranged(), copy.inTurn(), progress)
                .then(
                        _ ->
                                verified(
                                        manifest,
                                        Gaps.told(copy.leftOut()),
                                        Restored.Source.ARCHIVE,
                                        Optional.of(archive.takenAt()),
                                        copy.leftOut()));
    }

    private Answer<Optional<Restored>> verified(
            Manifest manifest,
            Gaps gaps,
            Restored.Source source,
            Optional<Instant> takenAt,
            List<LeftOut> leftOut) {
        return target.settle(manifest.entries(), gaps)
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
                LeftOut.count(leftOut),
                leftOut.stream().limit(Restored.MOST_NAMED).map(LeftOut::path).toList());
    }
}
