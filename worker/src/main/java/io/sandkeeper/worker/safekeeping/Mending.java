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
import java.util.function.Consumer;

/** What woke is compared with what fell asleep, and what was lost is put back. */
final class Mending {
    private final ArchiveId id;
    private final Contents copy;
    private final ProjectFolder folder;
    private final Consumer<DataLoss> found;

    /**
     * @param found hears what was lost before anything of it is put back
     */
    Mending(ArchiveId id, Contents copy, ProjectFolder folder, Consumer<DataLoss> found) {
        this.id = id;
        this.copy = copy;
        this.folder = folder;
        this.found = found;
    }

    Answer<DataLoss> run() {
        var before = copy.manifest();
        return folder.scanOf(before).then(scan -> mend(Comparison.of(before, scan)));
    }

    private Answer<DataLoss> mend(Comparison compared) {
        if (compared.lost().isEmpty()) {
            return new Answer.Done<>(told(List.of(), compared.doubtful()));
        }
        var lost = compared.lost().stream().map(Mending::notYet).toList();
        found.accept(told(lost, compared.doubtful()));
        return folder.putBack(compared, file -> copy.one(file.digest()))
                .then(back -> new Answer.Done<>(outcomes(compared, back)));
    }

    private DataLoss outcomes(Comparison compared, List<PutBack> back) {
        var lost = compared.lost().stream().flatMap(one -> outcome(one, back).stream()).toList();
        return told(lost, compared.doubtful());
    }

    private DataLoss told(List<DataLoss.Loss> lost, List<Loss> doubtful) {
        var all = new ArrayList<>(lost);
        doubtful.forEach(one -> all.add(notYet(one)));
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

    private static DataLoss.Loss notYet(Loss loss) {
        return named(loss, false, Optional.empty());
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
