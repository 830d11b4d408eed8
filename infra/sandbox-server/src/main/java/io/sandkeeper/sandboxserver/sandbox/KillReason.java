package io.sandkeeper.sandboxserver.sandbox;

/** Why a sandbox was killed, in the words of the events API. */
public enum KillReason {
    REQUEST("request"),
    TIMEOUT("timeout"),
    /** By whoever runs the server: it stops, or a fault was switched on. */
    ADMIN("admin"),
    /** As a cloud loses one: it is gone, and no event tells of it. */
    UNTOLD("unknown");

    private final String word;

    KillReason(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
