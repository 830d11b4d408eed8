package io.sandkeeper.worker.store.mongo;

import io.sandkeeper.worker.mongo.Fields;
import io.sandkeeper.worker.session.Cause;
import io.sandkeeper.worker.session.EventId;

import org.bson.Document;

/** {@code cause: {kind, actor, evidence, event, trace}}. */
final class CauseDocument {
    private CauseDocument() {}

    static Document of(Cause cause) {
        var document =
                new Document("kind", cause.kind().name())
                        .append("actor", cause.actor())
                        .append("evidence", cause.evidence());
        Fields.with(document, "event", cause.event().map(EventId::value));
        return Fields.with(document, "trace", cause.trace());
    }

    static Cause read(Fields fields) {
        return new Cause(
                fields.word("kind", Cause.Kind.class),
                fields.text("actor"),
                fields.text("evidence"),
                fields.optionalText("event").map(EventId::new),
                fields.optionalText("trace"));
    }
}
