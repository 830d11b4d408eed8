package io.sandkeeper.worker.retention;

import java.time.Duration;

/**
 * @param ended how long the store remembers an ended session
 * @param specs a spec that no session names is removed when it is so old: its session may be about
 *     to be written
 */
public record RetentionRules(Duration ended, Duration specs) {}
