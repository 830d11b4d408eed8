package io.sandkeeper.worker.store.mongo;

import io.sandkeeper.worker.session.Cause;
import io.sandkeeper.worker.store.Transition;

import org.bson.Document;

import java.util.Optional;

/**
 * An entry of {@code history: [{state, at, cause}]}: for a person, never read back. Its texts are
 * cut, so that fifty of them have a known size.
 */
final class TransitionDocument {
    private static final int EVIDENCE = 240;
    private static final int NAME = 60;

    private TransitionDocument() {}

    static Document of(Transition transition) {
        return new Document("state", transition.state().name())
                .append("at", transition.at())
                .append("cause", CauseDocument.of(cut(transition.cause())));
    }

    private static Cause cut(Cause cause) {
        return new Cause(
                cause.kind(),
                cut(cause.actor(), NAME),
                cut(cause.evidence(), EVIDENCE),
                cause.event().filter(id -> id.value().length() <= NAME),
                Optional.empty());
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        var end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + "…";
    }
}
