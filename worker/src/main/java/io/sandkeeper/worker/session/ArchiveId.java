package io.sandkeeper.worker.session;

/** Names one stored copy of a project's files. */
public record ArchiveId(String value) {
    public ArchiveId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("an archive's id must not be blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
