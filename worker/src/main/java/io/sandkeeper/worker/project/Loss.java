package io.sandkeeper.worker.project;

/** Something that is not as it was. */
public sealed interface Loss {
    Entry before();

    record Missing(Entry before) implements Loss {}

    /** Its content is another, and its time says that nobody wrote it. */
    record Different(Entry.File before, Entry.File now) implements Loss {}

    /** It is something of another kind, or a link to elsewhere. */
    record Replaced(Entry before, Entry now) implements Loss {}
}
