package io.sandkeeper.sandboxserver.linux;

/** A user and a group by number. */
public record Owner(int user, int group) {
    public static final Owner ROOT = new Owner(0, 0);
}
