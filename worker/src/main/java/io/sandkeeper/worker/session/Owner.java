package io.sandkeeper.worker.session;

import java.util.Optional;

/** Whom a session belongs to. */
public record Owner(String project, String user, Optional<String> fragment) {}
