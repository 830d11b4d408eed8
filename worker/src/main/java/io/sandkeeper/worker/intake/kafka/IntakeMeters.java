package io.sandkeeper.worker.intake.kafka;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sandkeeper.events.Topic;
import io.sandkeeper.events.codec.Rule;

import java.time.Duration;

/** What the intake counts. A record that is delivered again is counted again. */
final class IntakeMeters {
    private final MeterRegistry meters;

    IntakeMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    /** What became of a record. */
    enum Outcome {
        TAKEN("taken"),
        FORWARDED("forwarded"),
        UNKNOWN_SANDBOX("unknown-sandbox"),
        REFUSED("refused"),
        DEAD_LETTER("dead-letter");

        private final String tag;

        Outcome(String tag) {
            this.tag = tag;
        }
    }

    void count(Topic topic, Outcome outcome, int records) {
        meters.counter(
                        "sandkeeper.intake.records",
                        "topic",
                        topic.topicName(),
                        "outcome",
                        outcome.tag)
                .increment(records);
    }

    void buried(Rule reason) {
        meters.counter("sandkeeper.dead.letters", "reason", reason.name()).increment();
    }

    /** The broker would not keep the dead letter, whatever is done: only the log knows of it. */
    void lost(Rule reason) {
        meters.counter("sandkeeper.dead.letters.lost", "reason", reason.name()).increment();
    }

    /** A batch waits for the store, or for the broker. */
    void retried(Topic topic) {
        meters.counter("sandkeeper.intake.retries", "topic", topic.topicName()).increment();
    }

    void held(Topic topic, HeldBack held) {
        Gauge.builder("sandkeeper.intake.held", held, HeldBack::count)
                .description("records that wait for room in their sessions' outboxes")
                .tag("topic", topic.topicName())
                .register(meters);
    }

    /**
     * @param age of the oldest record of a batch, when all of the batch was durable
     */
    void delay(Topic topic, Duration age) {
        Timer.builder("sandkeeper.intake.delay")
                .description("age of a batch's oldest record when it was taken in")
                .tag("topic", topic.topicName())
                .register(meters)
                .record(age.isNegative() ? Duration.ZERO : age);
    }
}
