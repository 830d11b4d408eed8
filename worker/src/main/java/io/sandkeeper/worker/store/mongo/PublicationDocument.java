package io.sandkeeper.worker.store.mongo;

import io.sandkeeper.worker.mongo.Fields;
import io.sandkeeper.worker.store.Publication;

import org.bson.Document;

/** An entry of {@code outbox: [{sequence, id, type, time, trace, data, status}]}. */
final class PublicationDocument {
    static final String SEQUENCE = "sequence";

    private PublicationDocument() {}

    static Document of(Publication publication) {
        var document =
                new Document(SEQUENCE, publication.sequence())
                        .append("id", publication.id())
                        .append("type", publication.type())
                        .append("time", publication.time());
        Fields.with(document, "trace", publication.trace()).append("data", publication.data());
        return Fields.with(document, "status", publication.status());
    }

    static Publication read(Fields fields) {
        return new Publication(
                fields.number(SEQUENCE),
                fields.text("id"),
                fields.text("type"),
                fields.time("time"),
                fields.optionalText("trace"),
                fields.text("data"),
                fields.optionalText("status"));
    }
}
