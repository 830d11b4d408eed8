package io.sandkeeper.worker.session;

import java.time.Instant;

/** A copy of the project's files that is stored to its last byte. */
public record Archive(ArchiveId id, Instant takenAt, int files, long bytes) {}
