package io.sandkeeper.worker.safekeeping;

import io.sandkeeper.worker.archive.Archive;
import io.sandkeeper.worker.archive.Archives;
import io.sandkeeper.worker.archive.Contents;
import io.sandkeeper.worker.archive.Draft;
import io.sandkeeper.worker.project.Entry;
import io.sandkeeper.worker.project.Fetched;
import io.sandkeeper.worker.project.LeftOut;
import io.sandkeeper.worker.project.Manifest;
import io.sandkeeper.worker.project.ProjectFolder;
import io.sandkeeper.worker.project.ProjectPath;
import io.sandkeeper.worker.project.Scan;
import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.session.ArchiveId;
import io.sandkeeper.worker.session.Archived;
import io.sandkeeper.worker.session.Sandbox;
import io.sandkeeper.worker.session.Session;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * One copy of one project: what is stored already does not travel, and the same is not kept twice.
 */
final class Copying {
    private final Session session;
    private final ProjectFolder folder;
    private final Archives archives;
    private final InstantSource clock;
    private final Instant begun;

    Copying(Session session, ProjectFolder folder, Archives archives, InstantSource clock) {
        this.session = session;
        this.folder = folder;
        this.archives = archives;
        this.clock = clock;
        this.begun = clock.instant();
    }

    private record Before(Archive archive, Contents contents) {
        Manifest manifest() {
            return contents.manifest();
        }

        /**
         * The root's own time is no part of a manifest, and a later comparison goes by it: a copy
         * that is older says nothing of what was removed there since.
         */
        boolean isSameAs(Scan scan) {
            return !scan.rootModified().isAfter(manifest().takenAt())
                    && manifest().entries().equals(scan.manifest().entries())
                    && contents.leftOut().equals(scan.leftOut());
        }
    }

    Answer<Archived> run() {
        var before = archives.newest(session.id()).flatMap(this::opened);
        return scan(before)
                .then(
                        scan ->
                                before.filter(one -> one.isSameAs(scan)).isPresent()
                                        ? done(before.get().archive(), 0, scan.leftOut())
                                        : store(scan));
    }

    private Optional<Before> opened(Archive archive) {
        return archives.intact(archive).map(contents -> new Before(archive, contents));
    }

    /** Another sandbox may have another clock: then every file is looked at. */
    private Answer<Scan> scan(Optional<Before> before) {
        var born = session.state().current().map(Sandbox::bornAt);
        return before.filter(
                        one -> born.filter(at -> one.archive().takenAt().isAfter(at)).isPresent())
                .map(one -> folder.scanSince(one.manifest()))
                .orElseGet(folder::scan);
    }

    private Answer<Archived> store(Scan scan) {
        var draft = archives.begin(session.id(), scan.root(), begun);
        var finished = false;
        try {
            var missing = missing(scan, draft);
            var answer =
                    folder.fetch(missing, (file, in) -> put(draft, file, in))
                            .then(fetched -> finish(draft, scan, missing, fetched));
            finished = answer instanceof Answer.Done;
            return answer;
        } finally {
            if (!finished) {
                draft.abandon(clock.instant());
            }
        }
    }

    private static List<Entry.File> missing(Scan scan, Draft draft) {
        return scan.manifest().files().filter(file -> !draft.has(file)).toList();
    }

    /**
     * What two files have in common is stored once, and still has to be read past. What changed
     * too: its end says so, and it is offered again as it is then.
     */
    private static void put(Draft draft, Entry.File file, InputStream content) throws IOException {
        if (draft.put(file.digest(), file.size(), content) != Draft.Put.STORED) {
            content.transferTo(OutputStream.nullOutputStream());
        }
    }

    private Answer<Archived> finish(
            Draft draft, Scan scan, List<Entry.File> missing, Fetched fetched) {
        var leftOut = new ArrayList<>(scan.leftOut());
        leftOut.addAll(fetched.leftOut());
        var manifest = new Manifest(scan.manifest().takenAt(), entries(scan, missing, fetched));
        var archive = draft.finish(manifest, leftOut, clock.instant());
        return done(archive, draft.transferred(), leftOut);
    }

    /** As they were fetched; what was to be fetched and was not is not in it. */
    private static List<Entry> entries(Scan scan, List<Entry.File> missing, Fetched fetched) {
        var entries = new HashMap<ProjectPath, Entry>();
        scan.manifest().entries().forEach(one -> entries.put(one.path(), one));
        missing.forEach(one -> entries.remove(one.path()));
        fetched.files().forEach(one -> entries.put(one.path(), one));
        return entries.values().stream().sorted(Comparator.comparing(Entry::path)).toList();
    }

    private Answer<Archived> done(Archive archive, long transferred, List<LeftOut> leftOut) {
        return new Answer.Done<>(
                new Archived(
                        new io.sandkeeper.worker.session.Archive(
                                new ArchiveId(archive.id().value()),
                                archive.takenAt(),
                                archive.tally().files(),
                                archive.tally().bytes()),
                        Duration.between(begun, clock.instant()),
                        transferred,
                        LeftOut.count(leftOut),
                        leftOut.stream()
                                .limit(Archived.MOST_NAMED)
                                .map(one -> new Archived.Omission(one.path(), one.reason()))
                                .toList()));
    }
}
