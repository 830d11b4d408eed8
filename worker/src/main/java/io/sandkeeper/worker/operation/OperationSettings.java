package io.sandkeeper.worker.operation;

import io.sandkeeper.worker.session.Lifespan;

import java.time.Duration;

/**
 * Limits of operations.
 *
 * @param fleet whose sandboxes are ours: two fleets on one account never touch each other's
 * @param defaultTemplate used when the provider does not know the one asked for
 * @param lifespan what a sandbox is given at the provider; extended by use
 * @param readiness how long a command may take that proves a new sandbox
 * @param build how long a repository may take to arrive
 * @param preview how long a preview port is waited for
 * @param longest an operation that takes longer is somebody else's, and touches nothing any more
 */
public record OperationSettings(
        String fleet,
        String defaultTemplate,
        Lifespan lifespan,
        Duration readiness,
        Duration build,
        Duration preview,
        String projectRoot,
        Duration longest) {}
