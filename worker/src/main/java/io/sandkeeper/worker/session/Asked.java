package io.sandkeeper.worker.session;

/**
 * The request that is being carried out and has not been fulfilled: the one that a newer one
 * supersedes.
 */
public record Asked(RequestId request, String type) {}
