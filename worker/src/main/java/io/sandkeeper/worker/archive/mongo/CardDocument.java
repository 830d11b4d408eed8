package io.sandkeeper.worker.archive.mongo;

import io.sandkeeper.worker.archive.Archive;
import io.sandkeeper.worker.archive.ArchiveId;
import io.sandkeeper.worker.archive.Card;
import io.sandkeeper.worker.archive.ObjectKey;
import io.sandkeeper.worker.mongo.Fields;
import io.sandkeeper.worker.session.SessionId;

import org.bson.Document;

import java.util.HashSet;

/**
 * {@code {_id, session, root, takenAt, base, durability: LOCAL | DURABLE, condemnedAt}}, and of a
 * durable one {@code {storedAt, files, bytes, leftOut, transferred, manifestBytes, manifest,
 * objects: [name]}}.
 */
final class CardDocument {
    static final String ID = "_id";
    static final String SESSION = "session";
    static final String TAKEN_AT = "takenAt";
    static final String DURABILITY = "durability";
    static final String CONDEMNED_AT = "condemnedAt";

    private CardDocument() {}

    enum Durability {
        LOCAL,
        DURABLE
    }

    static Document of(Card.Local card) {
        var document =
                new Document(ID, card.id().value())
                        .append(SESSION, card.session().value())
                        .append("root", card.root())
                        .append(TAKEN_AT, card.takenAt())
                        .append(DURABILITY, Durability.LOCAL.name());
        Fields.with(document, "base", card.base().map(ArchiveId::value));
        return Fields.with(document, CONDEMNED_AT, card.condemnedAt());
    }

    /** What makes it durable. */
    static Document completion(Archive archive) {
        var tally = archive.tally();
        return new Document(DURABILITY, Durability.DURABLE.name())
                .append("storedAt", archive.storedAt())
                .append("files", tally.files())
                .append("bytes", tally.bytes())
                .append("leftOut", tally.leftOut())
                .append("transferred", tally.transferred())
                .append("manifestBytes", tally.manifestBytes())
                .append("manifest", archive.manifest().name())
                .append("objects", archive.objects().stream().map(ObjectKey::name).toList());
    }

    static Card read(Document document) {
        var fields = new Fields(document);
        return switch (fields.word(DURABILITY, Durability.class)) {
            case LOCAL ->
                    new Card.Local(
                            new ArchiveId(fields.text(ID)),
                            new SessionId(fields.text(SESSION)),
                            fields.text("root"),
                            fields.time(TAKEN_AT),
                            fields.optionalText("base").map(ArchiveId::new),
                            fields.optionalTime(CONDEMNED_AT));
            case DURABLE -> new Card.Durable(archive(fields), fields.optionalTime(CONDEMNED_AT));
        };
    }

    private static Archive archive(Fields fields) {
        var session = new SessionId(fields.text(SESSION));
        var folder = ObjectKey.folderOf(session);
        var objects = new HashSet<ObjectKey>();
        fields.texts("objects").forEach(name -> objects.add(new ObjectKey(folder, name)));
        return new Archive(
                new ArchiveId(fields.text(ID)),
                session,
                fields.text("root"),
                fields.time(TAKEN_AT),
                fields.time("storedAt"),
                new Archive.Tally(
                        fields.smallNumber("files"),
                        fields.number("bytes"),
                        fields.smallNumber("leftOut"),
                        fields.number("transferred"),
                        fields.smallNumber("manifestBytes")),
                new ObjectKey(folder, fields.text("manifest")),
                objects);
    }
}
