package io.sandkeeper.worker.safekeeping;

import io.sandkeeper.worker.archive.KeepRules;
import io.sandkeeper.worker.project.IgnoreRules;
import io.sandkeeper.worker.project.Limits;

/**
 * What is copied, and what is kept of it.
 *
 * @param root the folder of a sandbox that holds its project
 * @param ignore what can be made again
 */
public record KeepingRules(String root, IgnoreRules ignore, Limits limits, KeepRules keep) {}
