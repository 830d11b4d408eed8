package io.sandkeeper.sandboxserver.sandbox;

/** What a pause keeps. */
public enum Keep {
    /** Everything: the processes go on where they were. */
    MEMORY,
    /** The files only: a resume starts without processes. */
    FILES
}
