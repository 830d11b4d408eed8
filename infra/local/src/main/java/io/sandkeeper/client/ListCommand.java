package io.sandkeeper.client;

import io.sandkeeper.client.Table.Cell;
import io.sandkeeper.client.Table.Column;
import io.sandkeeper.events.Envelope;
import io.sandkeeper.events.Event;
import io.sandkeeper.events.SandboxStatus;
import io.sandkeeper.events.SessionState;
import io.sandkeeper.events.Topic;
import io.sandkeeper.events.codec.Decoded;
import io.sandkeeper.events.codec.EventCodec;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

@Command(name = "list", description = "List the sessions and where each is in its life.")
final class ListCommand implements Callable<Integer> {
    private static final Set<SessionState> OVER =
            EnumSet.of(SessionState.KILLED, SessionState.EXPIRED);

    static final int STATE_WIDTH = 10;

    /** A session's newest status, with the sequence that tells what is newer. */
    private record Latest(Envelope<? extends Event> envelope, SandboxStatus status) {
        long sequence() {
            return status.standing().sequence();
        }
    }

    @Option(
            names = {"-a", "--all"},
            description = "Those that have ended, too.")
    private boolean all;

    @Mixin private Servers servers = new Servers();
    @Mixin private Output output = new Output();

    @Override
    public Integer call() {
        var sessions = newestFirst(read());
        if (output.forScripts()) {
            sessions.forEach(session -> output.json(session.envelope));
            return ExitCode.DONE;
        }
        if (sessions.isEmpty()) {
            System.err.println("No sessions" + (all ? "." : ", or all have ended (see --all)."));
            return ExitCode.DONE;
        }
        show(sessions, InstantSource.system().instant());
        return ExitCode.DONE;
    }

    private Map<String, Latest> read() {
        var latest = new HashMap<String, Latest>();
        try (var reader = new Reader(servers.answering(), Topic.STATUS, Optional.empty())) {
            reader.readAll(record -> take(record, latest));
        }
        return latest;
    }

    // Compaction keeps at least the last: an older one may follow a newer one after a repair.
    private static void take(ConsumerRecord<String, byte[]> record, Map<String, Latest> latest) {
        if (record.value() == null) {
            latest.remove(record.key());
            return;
        }
        if (EventCodec.decode(Topic.STATUS, record) instanceof Decoded.Accepted(var envelope)
                && envelope.data() instanceof SandboxStatus status) {
            latest.merge(
                    status.standing().sessionId().value(),
                    new Latest(envelope, status),
                    (before, now) -> now.sequence() >= before.sequence() ? now : before);
        }
    }

    private List<Latest> newestFirst(Map<String, Latest> sessions) {
        return sessions.values().stream()
                .filter(session -> all || !OVER.contains(session.status.standing().state()))
                .sorted(
                        Comparator.comparing((Latest session) -> session.status.times().createdAt())
                                .reversed())
                .toList();
    }

    private void show(List<Latest> sessions, Instant now) {
        var table =
                output.table(
                        new Column("SESSION", 16),
                        new Column("STATE", STATE_WIDTH),
                        new Column("SINCE", 7),
                        new Column("WHERE", 0));
        table.header(output.out());
        for (var session : sessions) {
            var standing = session.status.standing();
            table.row(
                    output.out(),
                    List.of(
                            Cell.of(standing.sessionId().value()),
                            new Cell(standing.state().name(), Style.of(standing.state())),
                            Cell.of(
                                    Clock.about(
                                            Duration.between(
                                                    session.status.times().updatedAt(), now))),
                            Cell.of(where(session.status))));
        }
    }

    private static String where(SandboxStatus status) {
        if (status.advice() != null) {
            return Detail.advice(status.advice());
        }
        if (status.waiting() != null) {
            return Detail.place(status.waiting());
        }
        var place = status.place();
        if (place != null && place.previewUrl() != null) {
            return place.previewUrl().toString();
        }
        var sandbox = status.standing().sandboxId();
        return sandbox == null ? "" : sandbox.value();
    }
}
