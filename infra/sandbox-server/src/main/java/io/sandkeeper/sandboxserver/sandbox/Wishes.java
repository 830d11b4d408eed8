package io.sandkeeper.sandboxserver.sandbox;

import java.time.Duration;
import java.util.Optional;

/**
 * What the creator wants to happen by itself.
 *
 * @param pauseAtTimeout pause, keeping this, when the time is up; killed when empty
 * @param resumeOnTraffic whether traffic wakes it from a pause that kept its memory
 * @param timeout the time it was created with, which is also what such a resume gives it
 */
public record Wishes(Optional<Keep> pauseAtTimeout, boolean resumeOnTraffic, Duration timeout) {}
