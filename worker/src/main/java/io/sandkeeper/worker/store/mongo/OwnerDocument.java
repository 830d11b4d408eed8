package io.sandkeeper.worker.store.mongo;

import io.sandkeeper.worker.mongo.Fields;
import io.sandkeeper.worker.session.Owner;

import org.bson.Document;

/** {@code owner: {project, user, fragment}}. */
final class OwnerDocument {
    private OwnerDocument() {}

    static Document of(Owner owner) {
        var document = new Document("project", owner.project()).append("user", owner.user());
        return Fields.with(document, "fragment", owner.fragment());
    }

    static Owner read(Fields fields) {
        return new Owner(
                fields.text("project"), fields.text("user"), fields.optionalText("fragment"));
    }
}
