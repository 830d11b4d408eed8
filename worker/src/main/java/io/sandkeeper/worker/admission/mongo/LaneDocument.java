package io.sandkeeper.worker.admission.mongo;

import io.sandkeeper.worker.admission.Gate;
import io.sandkeeper.worker.admission.Held;
import io.sandkeeper.worker.admission.LaneState;
import io.sandkeeper.worker.admission.Reason;
import io.sandkeeper.worker.admission.Seats;
import io.sandkeeper.worker.admission.Tokens;
import io.sandkeeper.worker.mongo.Fields;
import io.sandkeeper.worker.platform.LaneId;
import io.sandkeeper.worker.session.SessionId;

import org.bson.Document;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code {_id: lane, version, tickets, provider, region, operation, gate: {is, …}, tokens, letIn:
 * [{session, at, turn}], seats: {waiting, kept}, held: [{session, turn, since, called}], line}}.
 */
final class LaneDocument {
    static final String ID = "_id";
    static final String VERSION = "version";
    static final String TICKETS = "tickets";
    private static final String SESSION = "session";
    private static final String TURN = "turn";
    private static final String REASON = "reason";
    private static final String SINCE = "since";
    private static final String UNTIL = "until";
    private static final String EVIDENCE = "evidence";

    private LaneDocument() {}

    static Document names(LaneId lane) {
        var document =
                new Document("provider", lane.provider())
                        .append("operation", lane.operation().name());
        return Fields.with(document, "region", lane.region());
    }

    /** What a compare-and-set writes: all but the tickets. */
    static Document state(LaneState lane) {
        var line = lane.line();
        return names(lane.id())
                .append(VERSION, lane.version())
                .append("gate", gate(lane.gate()))
                .append(
                        "tokens",
                        new Document("amount", lane.tokens().amount())
                                .append("at", lane.tokens().at()))
                .append("letIn", passes(lane.letIn()))
                .append(
                        "seats",
                        new Document("waiting", times(lane.seats().waiting()))
                                .append("kept", times(lane.seats().kept())))
                .append("held", held(lane.held()))
                .append(
                        "line",
                        Fields.with(
                                new Document("head", line.head())
                                        .append("waiting", line.waiting())
                                        .append("issued", line.issued())
                                        .append("perMinute", line.perMinute())
                                        .append("at", line.at()),
                                SINCE,
                                line.since()));
    }

    private static List<Document> times(Map<SessionId, Instant> sessions) {
        var times = new ArrayList<Document>();
        sessions.forEach(
                (session, at) ->
                        times.add(new Document(SESSION, session.value()).append("at", at)));
        return times;
    }

    private static List<Document> passes(Map<SessionId, LaneState.Pass> letIn) {
        var passes = new ArrayList<Document>();
        letIn.forEach(
                (session, pass) ->
                        passes.add(
                                Fields.with(
                                        new Document(SESSION, session.value())
                                                .append("at", pass.at()),
                                        TURN,
                                        pass.turn())));
        return passes;
    }

    private static List<Document> held(Held held) {
        var all = new ArrayList<Document>();
        held.all()
                .forEach(
                        (session, one) ->
                                all.add(
                                        Fields.with(
                                                new Document(SESSION, session.value())
                                                        .append(TURN, one.turn())
                                                        .append(SINCE, one.since()),
                                                "called",
                                                one.called())));
        return all;
    }

    private static Document gate(Gate gate) {
        return switch (gate) {
            case Gate.Free _ -> new Document("is", "FREE");
            case Gate.Shut(var reason, var since, var until, var evidence) ->
                    closed("SHUT", reason, since, until, evidence);
            case Gate.Probing(var reason, var since, var probe, var until, var evidence) ->
                    closed("PROBING", reason, since, until, evidence)
                            .append("probe", probe.value());
            case Gate.Opening(var reason, var since) ->
                    new Document("is", "OPENING")
                            .append(REASON, reason.name())
                            .append(SINCE, since);
        };
    }

    private static Document closed(
            String is, Reason reason, Instant since, Instant until, String evidence) {
        return new Document("is", is)
                .append(REASON, reason.name())
                .append(SINCE, since)
                .append(UNTIL, until)
                .append(EVIDENCE, evidence);
    }

    static LaneId lane(Document document) {
        var fields = new Fields(document);
        return new LaneId(
                fields.text("provider"),
                fields.optionalText("region"),
                fields.word("operation", LaneId.Operation.class));
    }

    static LaneState read(Document document) {
        var fields = new Fields(document);
        return new LaneState(
                lane(document),
                fields.optionalInner("gate").map(LaneDocument::readGate).orElse(new Gate.Free()),
                fields.optionalInner("tokens")
                        .map(one -> new Tokens(one.value("amount", Double.class), one.time("at")))
                        .orElse(new Tokens(1, Instant.EPOCH)),
                passes(fields),
                fields.optionalInner("seats")
                        .map(one -> new Seats(times(one, "waiting"), times(one, "kept")))
                        .orElse(Seats.NONE),
                held(fields),
                fields.optionalInner("line")
                        .map(LaneDocument::line)
                        .orElse(new LaneState.Line(1, 0, 0, 0, Optional.empty(), Instant.EPOCH)),
                fields.optionalNumber(TICKETS).orElse(0L),
                fields.number(VERSION));
    }

    private static Map<SessionId, Instant> times(Fields fields, String name) {
        var times = new LinkedHashMap<SessionId, Instant>();
        fields.inners(name)
                .forEach(one -> times.put(new SessionId(one.text(SESSION)), one.time("at")));
        return times;
    }

    private static Map<SessionId, LaneState.Pass> passes(Fields fields) {
        var passes = new LinkedHashMap<SessionId, LaneState.Pass>();
        fields.inners("letIn")
                .forEach(
                        one ->
                                passes.put(
                                        new SessionId(one.text(SESSION)),
                                        new LaneState.Pass(
                                                one.time("at"),
                                                one.optionalNumber(TURN).map(Math::toIntExact))));
        return passes;
    }

    private static Held held(Fields fields) {
        var all = new LinkedHashMap<SessionId, Held.One>();
        fields.inners("held")
                .forEach(
                        one ->
                                all.put(
                                        new SessionId(one.text(SESSION)),
                                        new Held.One(
                                                Math.toIntExact(one.number(TURN)),
                                                one.time(SINCE),
                                                one.optionalTime("called"))));
        return new Held(all);
    }

    private static LaneState.Line line(Fields fields) {
        return new LaneState.Line(
                fields.number("head"),
                fields.number("waiting"),
                fields.number("issued"),
                fields.value("perMinute", Double.class),
                fields.optionalTime(SINCE),
                fields.time("at"));
    }

    private static Gate readGate(Fields fields) {
        return switch (fields.text("is")) {
            case "FREE" -> new Gate.Free();
            case "SHUT" ->
                    new Gate.Shut(
                            reason(fields),
                            fields.time(SINCE),
                            fields.time(UNTIL),
                            fields.text(EVIDENCE));
            case "PROBING" ->
                    new Gate.Probing(
                            reason(fields),
                            fields.time(SINCE),
                            new SessionId(fields.text("probe")),
                            fields.time(UNTIL),
                            fields.text(EVIDENCE));
            case "OPENING" -> new Gate.Opening(reason(fields), fields.time(SINCE));
            default -> throw Fields.unreadable("gate.is has an unknown word");
        };
    }

    private static Reason reason(Fields fields) {
        return fields.word(REASON, Reason.class);
    }
}
