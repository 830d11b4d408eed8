package io.sandkeeper.sandboxserver.faults;

import java.time.Duration;
import java.util.Optional;

/**
 * When something goes wrong, and what.
 *
 * @param operation a name of an operation; a star at its end stands for anything
 * @param region a region's name; none for all of them
 * @param probability of each matching call, from 0 to 1
 * @param times how often at most
 * @param path the file to corrupt or lose; some file of the home when there is none
 */
record Rule(
        String operation,
        Optional<String> region,
        double probability,
        Kind kind,
        Duration latency,
        Duration retryAfter,
        int times,
        Optional<String> path) {
    boolean concerns(String operationName, String regionName) {
        return matches(operationName) && region.filter(r -> !r.equals(regionName)).isEmpty();
    }

    private boolean matches(String name) {
        return operation.endsWith("*")
                ? name.startsWith(operation.substring(0, operation.length() - 1))
                : operation.equals(name);
    }
}
