package io.sandkeeper.events.codec;

import io.sandkeeper.events.Lifecycle.ArchiveStored;
import io.sandkeeper.events.Lifecycle.DataLossDetected;
import io.sandkeeper.events.Lifecycle.Durability;
import io.sandkeeper.events.Lifecycle.LeftOut;
import io.sandkeeper.events.Lifecycle.Loss;
import io.sandkeeper.events.Lifecycle.LostFile;

import java.util.List;

/** What is said of a session's files. */
final class ArchiveShapes {
    private ArchiveShapes() {}

    static Shape<ArchiveStored> stored() {
        var f = new Fields<ArchiveStored>();
        var standing = Parts.standing(f, ArchiveStored::standing);
        var archive = f.must("archiveId", Ids.ARCHIVE, ArchiveStored::archiveId, "The copy.");
        var durability =
                f.must(
                        "durability",
                        Choice.upper(Durability.class),
                        ArchiveStored::durability,
                        "DURABLE when the last byte is safe; only then is it used.");
        var amount = Parts.amount(f, ArchiveStored::stored);
        var transferred =
                f.must(
                        "transferredBytes",
                        Whole.big(0),
                        ArchiveStored::transferredBytes,
                        "How many bytes had to travel; what is stored already does not.");
        var count =
                f.or(
                        "leftOutCount",
                        Parts.COUNT,
                        0,
                        ArchiveStored::leftOutCount,
                        "How many files are not in it.");
        var leftOut =
                f.or(
                        "leftOut",
                        new ListOf<>(leftOut(), 100),
                        List.of(),
                        ArchiveStored::leftOut,
                        "The first files that are not in it, and why.");
        return f.build(
                row ->
                        new ArchiveStored(
                                standing.of(row),
                                row.get(archive),
                                row.get(durability),
                                amount.of(row),
                                row.get(transferred),
                                row.get(count),
                                row.get(leftOut)));
    }

    private static Shape<LeftOut> leftOut() {
        var f = new Fields<LeftOut>();
        var path = f.must("path", Text.prose(4096), LeftOut::path, "The file.");
        var reason = f.must("reason", Text.prose(500), LeftOut::reason, "Why, for a person.");
        return f.build(row -> new LeftOut(row.get(path), row.get(reason)));
    }

    static Shape<DataLossDetected> dataLoss() {
        var f = new Fields<DataLossDetected>();
        var standing = Parts.standing(f, DataLossDetected::standing);
        var archive =
                f.may(
                        "archiveId",
                        Ids.ARCHIVE,
                        DataLossDetected::archiveId,
                        "The copy that they were compared with.");
        var count =
                f.must("fileCount", Parts.COUNT, DataLossDetected::fileCount, "How many files.");
        var files =
                f.must(
                        "files",
                        new ListOf<>(lostFile(), 100),
                        DataLossDetected::files,
                        "The first of them.");
        return f.build(
                row ->
                        new DataLossDetected(
                                standing.of(row),
                                row.get(archive),
                                row.get(count),
                                row.get(files)));
    }

    private static Shape<LostFile> lostFile() {
        var f = new Fields<LostFile>();
        var path = f.must("path", Text.prose(4096), LostFile::path, "The file.");
        var loss =
                f.must("loss", Choice.lower(Loss.class), LostFile::loss, "Gone, or not as it was.");
        var restored =
                f.must(
                        "restored",
                        new Flag(),
                        LostFile::restored,
                        "It was put back from the copy.");
        var copy =
                f.may(
                        "copy",
                        Text.prose(4096),
                        LostFile::copy,
                        "Where what was found instead is kept.");
        return f.build(
                row ->
                        new LostFile(
                                row.get(path), row.get(loss), row.get(restored), row.get(copy)));
    }
}
