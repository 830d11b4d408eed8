package io.sandkeeper.client;

/** What a script can tell from the end of a command. */
final class ExitCode {
    static final int DONE = 0;

    /** Something that is needed does not answer. */
    static final int UNAVAILABLE = 1;

    /** The arguments are wrong; nothing was done. */
    static final int BAD_ARGUMENTS = 2;

    /** What was waited for did not happen in time. */
    static final int TOO_LATE = 3;

    /** The session ended in another way than the one that was waited for. */
    static final int ENDED_OTHERWISE = 4;

    private ExitCode() {}
}
