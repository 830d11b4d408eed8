package io.sandkeeper.worker.store.mongo;

import io.sandkeeper.worker.mongo.Fields;
import io.sandkeeper.worker.session.Cause;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.store.Transition;

import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An entry of {@code history: [{state, at, cause}]}: to be shown, never decided on. Its texts are
 * cut, so that fifty of them have a known size.
 */
final class TransitionDocument {
    private static final Logger LOG = LoggerFactory.getLogger(TransitionDocument.class);
    private static final int EVIDENCE = 240;
    private static final int NAME = 60;

    private TransitionDocument() {}

    static Document of(Transition transition) {
        return new Document("state", transition.state().name())
                .append("at", transition.at())
                .append("cause", CauseDocument.of(cut(transition.cause())));
    }

    /** Lines that this release cannot read are left out: the rest is worth showing. */
    static List<Transition> readAll(Document session) {
        var transitions = new ArrayList<Transition>();
        for (var line : session.getList(Attempt.HISTORY, Document.class, List.of())) {
            try {
                transitions.add(read(new Fields(line)));
            } catch (Fields.Unreadable e) {
                LOG.warn("A line of a session's history cannot be read: {}", e.getMessage());
            }
        }
        return transitions;
    }

    private static Transition read(Fields fields) {
        return new Transition(
                fields.word("state", State.Name.class),
                fields.time("at"),
                CauseDocument.read(fields.inner("cause")));
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
