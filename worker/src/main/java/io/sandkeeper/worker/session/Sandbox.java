package io.sandkeeper.worker.session;

import java.util.Optional;

/**
 * The session's one CURRENT incarnation.
 *
 * @param url where its preview answers, when the session names a port
 */
public record Sandbox(SandboxId id, long generation, String template, Optional<String> url) {}
