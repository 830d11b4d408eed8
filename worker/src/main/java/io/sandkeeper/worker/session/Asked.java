package io.sandkeeper.worker.session;

import java.util.Optional;

/**
 * The intent that is being carried out and has not been fulfilled: the one that a newer intent
 * supersedes.
 */
public record Asked(EventId event, Optional<RequestId> request) {}
