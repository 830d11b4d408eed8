package io.sandkeeper.worker.intake.kafka;

import io.sandkeeper.events.Envelope;
import io.sandkeeper.events.Event;
import io.sandkeeper.events.HealthSignal;
import io.sandkeeper.events.Topic;
import io.sandkeeper.worker.intake.Understanding;
import io.sandkeeper.worker.monitor.Concern;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.SessionId;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Hands on what is asked and seen about the health of sandboxes. Nobody waits for the checks: who
 * asks is answered by an event. Taken in wherever it comes: a check changes nothing by itself.
 */
final class HealthTaker implements Taker {
    private final Concern concern;
    private final IntakeMeters meters;

    HealthTaker(Concern concern, IntakeMeters meters) {
        this.concern = concern;
        this.meters = meters;
    }

    @Override
    public Batch begin(List<ConsumerRecord<byte[], byte[]>> records, Pending pending) {
        return new Doubts();
    }

    private final class Doubts implements Batch {
        private int taken;

        @Override
        public boolean add(
                ConsumerRecord<byte[], byte[]> record, Envelope<? extends Event> envelope) {
            if (!(envelope.data() instanceof HealthSignal signal)) {
                return false;
            }
            var session = new SessionId(signal.sessionId().value());
            switch (signal) {
                case HealthSignal.HealthCheckRequested requested ->
                        ask(session, record, envelope, requested);
                case HealthSignal.HealthObserved observed -> doubt(session, observed);
            }
            taken++;
            return true;
        }

        @Override
        public void take() {
            meters.count(Topic.HEALTH, IntakeMeters.Outcome.TAKEN, taken);
        }
    }

    private void ask(
            SessionId session,
            ConsumerRecord<byte[], byte[]> record,
            Envelope<? extends Event> envelope,
            HealthSignal.HealthCheckRequested requested) {
        var at = Instant.ofEpochMilli(record.timestamp());
        if (!concern.ask(session, Understanding.asking(envelope, requested, at))) {
            throw new NotTaken("so many ask about sandboxes that no more are taken for now", null);
        }
    }

    /** Evidence, never truth; and that all is well is no reason to look. */
    private void doubt(SessionId session, HealthSignal.HealthObserved observed) {
        if (observed.outcome() != HealthSignal.Outcome.OK) {
            concern.doubt(
                    session,
                    Optional.ofNullable(observed.generation()).map(Integer::longValue),
                    Optional.ofNullable(observed.sandboxId()).map(id -> new SandboxId(id.value())));
        }
    }
}
