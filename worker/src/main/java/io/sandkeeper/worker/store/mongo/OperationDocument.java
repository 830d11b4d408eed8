package io.sandkeeper.worker.store.mongo;

import io.sandkeeper.worker.mongo.Fields;
import io.sandkeeper.worker.session.Operation;

import org.bson.Document;

/**
 * {@code operation: {kind, generation, attempt, turn, calls, look, takeOvers, dueAt, lease:
 * {worker, since}}}.
 */
final class OperationDocument {
    private OperationDocument() {}

    static Document of(Operation operation) {
        var document =
                new Document("kind", operation.kind().name())
                        .append("generation", operation.generation())
                        .append("attempt", operation.attempt())
                        .append("turn", operation.turn())
                        .append("calls", operation.calls())
                        .append("look", operation.look())
                        .append("takeOvers", operation.takeOvers())
                        .append("dueAt", operation.dueAt());
        return Fields.with(document, "lease", operation.lease().map(OperationDocument::lease));
    }

    private static Document lease(Operation.Lease lease) {
        return new Document("worker", lease.worker()).append("since", lease.since());
    }

    static Operation read(Fields fields) {
        return new Operation(
                fields.word("kind", Operation.Kind.class),
                fields.number("generation"),
                fields.smallNumber("attempt"),
                fields.smallNumber("turn"),
                fields.smallNumber("calls"),
                fields.flag("look"),
                fields.optionalSmallNumber("takeOvers").orElse(0),
                fields.time("dueAt"),
                fields.optionalInner("lease")
                        .map(
                                lease ->
                                        new Operation.Lease(
                                                lease.text("worker"), lease.time("since"))));
    }
}
