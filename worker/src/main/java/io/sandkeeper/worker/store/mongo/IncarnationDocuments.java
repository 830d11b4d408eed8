package io.sandkeeper.worker.store.mongo;

import io.sandkeeper.worker.mongo.Fields;
import io.sandkeeper.worker.session.Condemned;
import io.sandkeeper.worker.session.Incarnation;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Sandbox;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;

import org.bson.Document;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code incarnations: [{role, generation, sandboxId, …}]}: all sandboxes of a session. */
final class IncarnationDocuments {
    static final String SANDBOX = "sandboxId";
    private static final String ROLE = "role";
    private static final String GENERATION = "generation";

    private enum Role {
        CURRENT,
        /** Being created. Follows from the operation; written for the person who reads it. */
        CANDIDATE,
        CONDEMNED
    }

    private IncarnationDocuments() {}

    static List<Document> of(Session session) {
        var all = new ArrayList<Document>();
        session.state().current().map(IncarnationDocuments::current).ifPresent(all::add);
        session.operation()
                .filter(operation -> operation.kind() == Operation.Kind.CREATE)
                .map(operation -> as(Role.CANDIDATE, operation.generation()))
                .ifPresent(all::add);
        session.condemned().stream().map(one -> condemned(session.id(), one)).forEach(all::add);
        return all;
    }

    static Optional<Sandbox> readCurrent(List<Fields> all) {
        return with(Role.CURRENT, all).stream()
                .map(
                        fields ->
                                new Sandbox(
                                        new SandboxId(fields.text(SANDBOX)),
                                        fields.number(GENERATION),
                                        fields.text("template"),
                                        fields.optionalText("url"),
                                        fields.time("bornAt"),
                                        fields.smallNumber("warnings")))
                .findFirst();
    }

    static List<Condemned> readCondemned(SessionId session, List<Fields> all) {
        return with(Role.CONDEMNED, all).stream()
                .map(
                        fields ->
                                new Condemned(
                                        new Incarnation(session, fields.number(GENERATION)),
                                        fields.optionalText(SANDBOX).map(SandboxId::new),
                                        fields.time("since"),
                                        fields.time("dueAt"),
                                        fields.smallNumber("tries"),
                                        fields.smallNumber("unseen")))
                .toList();
    }

    private static Document current(Sandbox sandbox) {
        var document =
                as(Role.CURRENT, sandbox.generation())
                        .append(SANDBOX, sandbox.id().value())
                        .append("template", sandbox.template());
        return Fields.with(document, "url", sandbox.url())
                .append("bornAt", sandbox.bornAt())
                .append("warnings", sandbox.warnings());
    }

    private static Document condemned(SessionId session, Condemned one) {
        // The document says whose incarnation it is; another session's would come back as its own.
        if (!one.incarnation().session().equals(session)) {
            throw new IllegalArgumentException(
                    "%s condemns a sandbox of %s".formatted(session, one.incarnation().session()));
        }
        var document = as(Role.CONDEMNED, one.incarnation().generation());
        return Fields.with(document, SANDBOX, one.sandbox().map(SandboxId::value))
                .append("since", one.since())
                .append("dueAt", one.dueAt())
                .append("tries", one.tries())
                .append("unseen", one.unseen());
    }

    private static Document as(Role role, long generation) {
        return new Document(ROLE, role.name()).append(GENERATION, generation);
    }

    private static List<Fields> with(Role role, List<Fields> all) {
        return all.stream().filter(one -> one.word(ROLE, Role.class) == role).toList();
    }
}
