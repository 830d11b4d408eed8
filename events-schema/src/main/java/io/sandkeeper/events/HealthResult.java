package io.sandkeeper.events;

/** What a check found. */
public enum HealthResult {
    HEALTHY,
    EXPIRED,
    ERROR,
    UNREACHABLE
}
