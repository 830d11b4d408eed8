package io.sandkeeper.worker.safekeeping;

import io.sandkeeper.worker.archive.Contents;
import io.sandkeeper.worker.project.Comparison;
import io.sandkeeper.worker.project.Loss;
import io.sandkeeper.worker.project.ProjectFolder;
import io.sandkeeper.worker.project.PutBack;
import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.session.ArchiveId;
import io.sandkeeper.worker.session.DataLoss;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What woke is compared with what fell asleep, and what was lost is put back. */
final class Mending {
    private final ArchiveId id;
    private final Contents copy;
    private final ProjectFolder folder;

    Mending(ArchiveId id, Contents copy, ProjectFolder folder) {
        this.id = id;
        this.copy = copy;
        this.folder = folder;
    }

    Answer<DataLoss> run() {
        var before = copy.manifest();
        return folder.scanOf(before).then(scan -> mend(Comparison.of(before, scan)));
    }

    private Answer<DataLoss> mend(Comparison found) {
        if (found.lost().isEmpty()) {
            return new Answer.Done<>(told(found, List.of()));
        }
        return folder.putBack(found, file -> copy.one(file.digest()))
                .then(back -> new Answer.Done<>(told(found, back)));
    }

    private DataLoss told(Comparison found, List<PutBack> back) {
        var all = new ArrayList<DataLoss.Loss>();
        for (var loss : found.lost()) {
            outcome(loss, back).ifPresent(all::add);
        }
        for (var loss : found.doubtful()) {
            all.add(named(loss, false, Optional.empty()));
        }
        return new DataLoss(id, all.size(), all.stream().limit(DataLoss.MOST_NAMED).toList());
    }

    /** What somebody changed meanwhile is no loss. */
    private static Optional<DataLoss.Loss> outcome(Loss loss, List<PutBack> back) {
        return back.stream()
                .filter(one -> one.path().equals(loss.before().path()))
                .findFirst()
                .flatMap(
                        one ->
                                switch (one.outcome()) {
                                    case PutBack.Outcome.Restored(var copy) ->
                                            Optional.of(
                                                    named(loss, true, copy.map(Object::toString)));
                                    case PutBack.Outcome.ChangedMeanwhile _ -> Optional.empty();
                                    case PutBack.Outcome.NotRestored _ ->
                                            Optional.of(named(loss, false, Optional.empty()));
                                });
    }

    private static DataLoss.Loss named(Loss loss, boolean restored, Optional<String> copy) {
        var kind =
                switch (loss) {
                    case Loss.Missing _ -> DataLoss.Kind.MISSING;
                    case Loss.Different _, Loss.Replaced _ -> DataLoss.Kind.DIFFERENT;
                };
        return new DataLoss.Loss(loss.before().path().toString(), kind, restored, copy);
    }
}
