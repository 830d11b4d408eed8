package io.sandkeeper.worker.store.mongo;

import io.sandkeeper.worker.mongo.Fields;
import io.sandkeeper.worker.session.Archive;
import io.sandkeeper.worker.session.ArchiveId;
import io.sandkeeper.worker.session.Care;
import io.sandkeeper.worker.session.Health;
import io.sandkeeper.worker.session.Recreations;
import io.sandkeeper.worker.session.Replacement;
import io.sandkeeper.worker.session.Restored;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.Seal;

import org.bson.Document;

import java.time.Duration;

/** {@code care: {health, archive, seal, witness, looked, wanted, recreations}}. */
final class CareDocument {
    private static final String ARCHIVE = "archive";
    private static final String SEAL = "seal";
    private static final String FILES = "files";

    private CareDocument() {}

    static Document of(Care care) {
        var document = new Document();
        Fields.with(document, "health", care.health().map(Health::name));
        Fields.with(document, ARCHIVE, care.archive().map(CareDocument::archive));
        Fields.with(document, SEAL, care.seal().map(CareDocument::seal));
        Fields.with(document, "witness", care.witness().map(ArchiveId::value));
        document.append("looked", care.looked()).append("wanted", care.wanted());
        return document.append("recreations", recreations(care.recreations()));
    }

    static Care read(Fields fields) {
        return new Care(
                fields.optionalWord("health", Health.class),
                fields.optionalInner(ARCHIVE).map(CareDocument::readArchive),
                fields.optionalInner(SEAL).map(CareDocument::readSeal),
                fields.optionalText("witness").map(ArchiveId::new),
                fields.time("looked"),
                fields.flag("wanted"),
                readRecreations(fields.inner("recreations")));
    }

    private static Document seal(Seal seal) {
        return Fields.with(new Document(ARCHIVE, seal.archive().value()), "woken", seal.woken());
    }

    private static Seal readSeal(Fields fields) {
        return new Seal(new ArchiveId(fields.text(ARCHIVE)), fields.optionalTime("woken"));
    }

    private static Document archive(Archive archive) {
        return new Document("id", archive.id().value())
                .append("takenAt", archive.takenAt())
                .append(FILES, archive.files())
                .append("bytes", archive.bytes());
    }

    private static Archive readArchive(Fields fields) {
        return new Archive(
                new ArchiveId(fields.text("id")),
                fields.time("takenAt"),
                fields.smallNumber(FILES),
                fields.number("bytes"));
    }

    private static Document recreations(Recreations all) {
        var document = new Document("count", all.count()).append("begun", all.begun());
        Fields.with(document, "passed", all.passed());
        return document.append(
                "history", all.history().stream().map(CareDocument::replacement).toList());
    }

    private static Recreations readRecreations(Fields fields) {
        return new Recreations(
                fields.smallNumber("count"),
                fields.times("begun"),
                fields.optionalTime("passed"),
                fields.inners("history").stream().map(CareDocument::readReplacement).toList());
    }

    private static Document replacement(Replacement one) {
        var document =
                new Document("why", one.why().name())
                        .append("evidence", one.evidence())
                        .append("begunAt", one.begunAt())
                        .append("tookMillis", one.took().toMillis());
        Fields.with(document, "before", one.before().map(CareDocument::place));
        Fields.with(document, "after", one.after().map(CareDocument::place));
        Fields.with(document, FILES, one.files().map(CareDocument::files));
        return Fields.with(document, "error", one.error());
    }

    private static Replacement readReplacement(Fields fields) {
        return new Replacement(
                fields.word("why", Replacement.Why.class),
                fields.text("evidence"),
                fields.time("begunAt"),
                Duration.ofMillis(fields.number("tookMillis")),
                fields.optionalInner("before").map(CareDocument::readPlace),
                fields.optionalInner("after").map(CareDocument::readPlace),
                fields.optionalInner(FILES).map(CareDocument::readFiles),
                fields.optionalText("error"));
    }

    private static Document files(Replacement.Files files) {
        var document = new Document("source", files.source().name());
        Fields.with(document, "takenAt", files.takenAt());
        return document.append("count", files.count())
                .append("bytes", files.bytes())
                .append("tookMillis", files.took().toMillis())
                .append("unrecovered", files.unrecovered());
    }

    private static Replacement.Files readFiles(Fields fields) {
        return new Replacement.Files(
                fields.word("source", Restored.Source.class),
                fields.optionalTime("takenAt"),
                fields.smallNumber("count"),
                fields.number("bytes"),
                Duration.ofMillis(fields.number("tookMillis")),
                fields.smallNumber("unrecovered"));
    }

    static Document place(Replacement.Place place) {
        return Fields.with(new Document("sandboxId", place.sandbox().value()), "url", place.url());
    }

    static Replacement.Place readPlace(Fields fields) {
        return new Replacement.Place(
                new SandboxId(fields.text("sandboxId")), fields.optionalText("url"));
    }
}
