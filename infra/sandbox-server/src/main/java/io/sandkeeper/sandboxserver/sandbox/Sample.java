package io.sandkeeper.sandboxserver.sandbox;

import java.time.Instant;

/** What a sandbox used at one time. */
public record Sample(
        Instant at, double cpuUsedPercent, long memoryUsed, long diskUsed, long diskTotal) {}
