package io.sandkeeper.worker.provider;

/** What a provider is asked for. */
public enum Errand {
    CREATE,
    FIND,
    LOOK,
    KILL,
    PAUSE,
    CONNECT,
    EXTEND,
    RUN,
    START,
    WRITE,
    READ
}
