package io.sandkeeper.worker.store.mongo;

import io.sandkeeper.worker.mongo.Fields;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.session.Ticket;
import io.sandkeeper.worker.session.Waiting;

import org.bson.Document;

import java.time.Duration;

/**
 * {@code waiting: reason, ticket: {lane, priority, number, rank, position, estimateMillis}}. The
 * rank is what the queue is sorted by: only who waits now has it at this place of the document.
 */
final class QueueDocument {
    static final String TICKET = "ticket";
    static final String LANE = "lane";
    static final String RANK = "rank";

    private QueueDocument() {}

    static Document of(State.Queued queued, Document document) {
        document.append("waiting", queued.reason().name());
        return Fields.with(document, TICKET, queued.ticket().map(QueueDocument::ticket));
    }

    static State.Queued read(Fields fields) {
        return new State.Queued(
                fields.time("since"),
                fields.word("waiting", Waiting.class),
                fields.optionalInner(TICKET).map(QueueDocument::readTicket));
    }

    private static Document ticket(Ticket ticket) {
        var document =
                new Document(LANE, ticket.lane())
                        .append("priority", ticket.priority())
                        .append("number", ticket.number())
                        .append(RANK, ticket.rank())
                        .append("position", ticket.position());
        return Fields.with(document, "estimateMillis", ticket.estimate().map(Duration::toMillis));
    }

    private static Ticket readTicket(Fields fields) {
        return new Ticket(
                fields.text(LANE),
                fields.smallNumber("priority"),
                fields.number("number"),
                fields.smallNumber("position"),
                fields.optionalNumber("estimateMillis").map(Duration::ofMillis));
    }
}
