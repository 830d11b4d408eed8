package io.sandkeeper.worker.intake.kafka;

import java.time.Duration;
import java.util.Map;

/**
 * How the intake reads.
 *
 * @param client what all of its clients are given: where the broker is, and how to get in
 * @param group the consumer group that all workers of a fleet share
 * @param consumers how many consumers this worker runs on the requests topic
 * @param patience how long a batch may take to be stored before it is tried again
 */
public record IntakeSettings(
        Map<String, Object> client, String group, int consumers, Duration patience) {
    public IntakeSettings {
        client = Map.copyOf(client);
    }
}
