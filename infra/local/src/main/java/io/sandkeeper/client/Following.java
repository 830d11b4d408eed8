package io.sandkeeper.client;

import io.sandkeeper.events.Envelope;
import io.sandkeeper.events.Event;
import io.sandkeeper.events.Lifecycle;
import io.sandkeeper.events.SessionId;
import io.sandkeeper.events.Topic;
import io.sandkeeper.events.codec.Decoded;
import io.sandkeeper.events.codec.EventCodec;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the lifecycle topic as it grows and shows each event once. */
final class Following {
    private final Reader reader;
    private final LifecycleView view;
    private final Optional<SessionId> only;
    private final Map<SessionId, Long> shown = new HashMap<>();

    Following(Reader reader, LifecycleView view, Optional<SessionId> only) {
        this.reader = reader;
        this.view = view;
        this.only = only;
    }

    int until(Ending ending, Optional<Duration> timeout) {
        var begin = System.nanoTime();
        view.begin();
        while (timeout.isEmpty() || System.nanoTime() - begin < timeout.get().toNanos()) {
            for (var record : reader.next()) {
                var code = show(record, ending);
                if (code.isPresent()) {
                    return code.get();
                }
            }
        }
        if (ending.equals(Ending.NEVER)) {
            return ExitCode.DONE;
        }
        view.remark("Not reached within " + timeout.get().toSeconds() + " s.");
        return ExitCode.TOO_LATE;
    }

    private Optional<Integer> show(ConsumerRecord<String, byte[]> record, Ending ending) {
        return switch (EventCodec.decode(Topic.LIFECYCLE, record)) {
            case Decoded.Accepted(var envelope)
                    when envelope.data() instanceof Lifecycle event && isNew(event) ->
                    show(envelope, event, ending);
            case Decoded.Accepted _ -> Optional.empty();
            case Decoded.Rejected(var rejection) -> {
                view.remark(
                        "An unreadable record at %d-%d: %s %s."
                                .formatted(
                                        record.partition(),
                                        record.offset(),
                                        rejection.field(),
                                        rejection.message()));
                yield Optional.empty();
            }
        };
    }

    private Optional<Integer> show(
            Envelope<? extends Event> envelope, Lifecycle event, Ending ending) {
        view.show(envelope, event);
        if (ending.reached().contains(envelope.type())) {
            return Optional.of(ExitCode.DONE);
        }
        return ending.lost().contains(envelope.type())
                ? Optional.of(ExitCode.ENDED_OTHERWISE)
                : Optional.empty();
    }

    /** Events come at least once; the sequence tells which are repeated. */
    private boolean isNew(Lifecycle event) {
        var standing = event.standing();
        var session = standing.sessionId();
        if (only.isPresent() && !only.get().equals(session)) {
            return false;
        }
        var last = shown.get(session);
        if (last != null && standing.sequence() <= last) {
            return false;
        }
        shown.put(session, standing.sequence());
        return true;
    }
}
