package io.sandkeeper.sandboxserver.http;

import java.time.Duration;

/**
 * What a client may ask of the server before it is turned away.
 *
 * @param headBytes the longest head of a request, and the longest trailer
 * @param headTime how long a head may take from its first byte
 * @param bodyStall how long a body may say nothing while it is read
 * @param writeStall how long a client may take nothing while it is written to
 * @param idle how long a connection may wait for its next request
 * @param connections how many may be open; above it the longest idle one goes
 * @param drainBytes how much of a body that nobody read is thrown away to keep the connection
 */
public record HttpLimits(
        int headBytes,
        int headerCount,
        Duration headTime,
        Duration bodyStall,
        Duration writeStall,
        Duration idle,
        int connections,
        int drainBytes) {
    /**
     * Idle connections live longer than a usual client's pool keeps them, so that the client closes
     * first.
     */
    public static final HttpLimits USUAL =
            new HttpLimits(
                    64 * 1024,
                    100,
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(60),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(6),
                    16_384,
                    256 * 1024);
}
