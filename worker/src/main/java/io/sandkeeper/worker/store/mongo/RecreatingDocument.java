package io.sandkeeper.worker.store.mongo;

import io.sandkeeper.worker.mongo.Fields;
import io.sandkeeper.worker.session.Cause;
import io.sandkeeper.worker.session.Predecessor;
import io.sandkeeper.worker.session.Replacement;
import io.sandkeeper.worker.session.Sandbox;
import io.sandkeeper.worker.session.State;

import org.bson.Document;

import java.time.Instant;
import java.util.Optional;

/**
 * {@code state: {…, why, providerEnd, replaced, percent}}. The sandbox that is still there is the
 * CURRENT one of the incarnations.
 */
final class RecreatingDocument {
    private RecreatingDocument() {}

    static Document of(State.Recreating state, Document document) {
        document.append("why", state.why().name());
        Fields.with(document, "providerEnd", state.predecessor().flatMap(Predecessor::providerEnd));
        Fields.with(document, "replaced", state.replaced().map(CareDocument::place));
        return document.append("percent", state.percent());
    }

    /** One that an older worker wrote says neither why nor how far. */
    static State read(Instant since, Cause cause, Fields fields, Optional<Sandbox> current) {
        var end = fields.optionalTime("providerEnd");
        return new State.Recreating(
                since,
                cause,
                fields.optionalWord("why", Replacement.Why.class).orElse(Replacement.Why.LOST),
                current.map(sandbox -> new Predecessor(sandbox, end)),
                fields.optionalInner("replaced").map(CareDocument::readPlace),
                fields.optionalSmallNumber("percent").orElse(0));
    }
}
