package io.sandkeeper.worker.session;

/** What a check of a sandbox came to. */
public enum Health {
    /** A command succeeded in it. */
    HEALTHY,
    /** The provider does not have it any more. */
    EXPIRED,
    /** It answers, and cannot run a command. */
    ERROR,
    /** Nothing answers in time; whether it is alive is not known. */
    UNREACHABLE
}
