package io.sandkeeper.worker.store.mongo;

import io.sandkeeper.worker.mongo.Fields;
import io.sandkeeper.worker.session.Cause;
import io.sandkeeper.worker.session.Sandbox;
import io.sandkeeper.worker.session.State;

import org.bson.Document;

import java.util.Optional;

/**
 * {@code state: {name, since, …}} with the facts of that state. Its sandbox is not among them: it
 * is the CURRENT one of the incarnations.
 */
final class StateDocument {
    static final String NAME = "name";
    private static final String QUEUE = "queue";

    private StateDocument() {}

    static Document of(State state) {
        var document = new Document(NAME, state.name().name()).append("since", state.since());
        return switch (state) {
            case State.Queued queued -> QueueDocument.of(queued, document);
            case State.Creating(_, var queue) ->
                    document.append(
                            QUEUE, QueueDocument.of(queue, new Document("since", queue.since())));
            case State.Running(_, _, var providerEnd, var warnedOf) ->
                    Fields.with(document.append("providerEnd", providerEnd), "warnedOf", warnedOf);
            case State.Pausing(_, _, var cause) -> because(document, cause);
            case State.Paused(_, _, var cause, var decidedAt) ->
                    because(document, cause).append("decidedAt", decidedAt);
            case State.Resuming(_, _, var cause) -> because(document, cause);
            case State.Recreating recreating ->
                    RecreatingDocument.of(recreating, because(document, recreating.reason()));
            case State.Lost(_, var cause, var last) ->
                    Fields.with(because(document, cause), "last", last.map(CareDocument::place));
            case State.Killing(_, var cause) -> because(document, cause);
            case State.Killed(_, var cause) -> because(document, cause);
            case State.Expired(_, var cause) -> because(document, cause);
            case State.Failed(_, var cause, var nextStep) ->
                    because(document, cause).append("nextStep", nextStep);
        };
    }

    static State read(Fields fields, Optional<Sandbox> current) {
        var since = fields.time("since");
        return switch (fields.word(NAME, State.Name.class)) {
            case QUEUED -> QueueDocument.read(fields);
            case CREATING -> new State.Creating(since, QueueDocument.read(fields.inner(QUEUE)));
            case RUNNING ->
                    new State.Running(
                            since,
                            required(current),
                            fields.time("providerEnd"),
                            fields.optionalTime("warnedOf"));
            case PAUSING -> new State.Pausing(since, required(current), cause(fields));
            case PAUSED ->
                    new State.Paused(
                            since, required(current), cause(fields), fields.time("decidedAt"));
            case RESUMING -> new State.Resuming(since, required(current), cause(fields));
            case RECREATING -> RecreatingDocument.read(since, cause(fields), fields, current);
            case LOST ->
                    new State.Lost(
                            since,
                            cause(fields),
                            fields.optionalInner("last").map(CareDocument::readPlace));
            case KILLING -> new State.Killing(since, cause(fields));
            case KILLED -> new State.Killed(since, cause(fields));
            case EXPIRED -> new State.Expired(since, cause(fields));
            case FAILED -> new State.Failed(since, cause(fields), fields.text("nextStep"));
        };
    }

    private static Document because(Document document, Cause cause) {
        return document.append("cause", CauseDocument.of(cause));
    }

    private static Cause cause(Fields fields) {
        return CauseDocument.read(fields.inner("cause"));
    }

    private static Sandbox required(Optional<Sandbox> current) {
        return current.orElseThrow(
                () ->
                        Fields.unreadable(
                                "the state needs a CURRENT incarnation, and there is none"));
    }
}
