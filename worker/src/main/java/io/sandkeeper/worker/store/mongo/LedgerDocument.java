package io.sandkeeper.worker.store.mongo;

import static java.util.stream.Collectors.toMap;

import io.sandkeeper.worker.mongo.Fields;
import io.sandkeeper.worker.session.Asked;
import io.sandkeeper.worker.session.EventId;
import io.sandkeeper.worker.session.Ledger;
import io.sandkeeper.worker.session.RequestId;

import org.bson.Document;

import java.util.List;
import java.util.Map;

/**
 * {@code ledger: {sequence, asked: {event, request}, eventIds, requestIds, consumed: [{topic,
 * offset}]}}. A topic's name has dots: it is a value and not a field's name.
 */
final class LedgerDocument {
    static final String SEQUENCE = "sequence";

    private LedgerDocument() {}

    static Document of(Ledger ledger) {
        var document = new Document(SEQUENCE, ledger.sequence());
        return Fields.with(document, "asked", ledger.asked().map(LedgerDocument::asked))
                .append("eventIds", ledger.events().stream().map(EventId::value).toList())
                .append("requestIds", ledger.requests().stream().map(RequestId::value).toList())
                .append("consumed", consumed(ledger.consumed()));
    }

    static Ledger read(Fields fields) {
        return new Ledger(
                fields.number(SEQUENCE),
                fields.optionalInner("asked").map(LedgerDocument::readAsked),
                fields.texts("eventIds").stream().map(EventId::new).toList(),
                fields.texts("requestIds").stream().map(RequestId::new).toList(),
                fields.inners("consumed").stream()
                        .collect(
                                toMap(
                                        position -> position.text("topic"),
                                        position -> position.number("offset"),
                                        Math::max)));
    }

    private static Document asked(Asked asked) {
        return new Document("request", asked.request().value()).append("type", asked.type());
    }

    private static Asked readAsked(Fields fields) {
        return new Asked(new RequestId(fields.text("request")), fields.text("type"));
    }

    private static List<Document> consumed(Map<String, Long> positions) {
        return positions.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(at -> new Document("topic", at.getKey()).append("offset", at.getValue()))
                .toList();
    }
}
