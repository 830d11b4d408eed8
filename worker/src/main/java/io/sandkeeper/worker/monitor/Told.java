package io.sandkeeper.worker.monitor;

import io.sandkeeper.worker.session.Health;
import io.sandkeeper.worker.session.Origin;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a session is told: once for itself, or once for each who asked. */
record Told(SessionId session, Signal.HealthSeen signal) {
    static Stream<Told> all(
            Subject subject, Health health, String evidence, Instant seenAt, List<Origin> asked) {
        var askers =
                asked.isEmpty()
                        ? Stream.of(Optional.<Origin>empty())
                        : asked.stream().map(Optional::of);
        return askers.map(
                asker ->
                        new Told(
                                subject.session(),
                                new Signal.HealthSeen(
                                        subject.generation(), health, seenAt, evidence, asker)));
    }
}
