package io.sandkeeper.worker.retention;

import java.time.Duration;
import java.util.Optional;

/** How long records that can be read again are kept. */
@FunctionalInterface
public interface Memory {
    /** Where a topic keeps its records for ever. */
    Duration FOREVER = Duration.ofMillis(Long.MAX_VALUE);

    /** Empty when nobody could be asked. */
    Optional<Duration> ofRequests();

    /**
     * A request that is read again after its session was forgotten opens the session anew.
     *
     * @param retention how long an ended session is remembered
     * @return what is wrong, and what to do about it
     */
    static Optional<String> complaint(Duration retention, Duration requests) {
        return retention.compareTo(requests) > 0
                ? Optional.empty()
                : Optional.of(
                        "sandkeeper.mongodb.retention (%s) must be longer than sandkeeper.requests keeps its records (%s): a request that is read again would open a session that ended; raise sandkeeper.mongodb.retention, or lower the topic's retention.ms"
                                .formatted(
                                        retention,
                                        requests.equals(FOREVER) ? "for ever" : requests));
    }
}
