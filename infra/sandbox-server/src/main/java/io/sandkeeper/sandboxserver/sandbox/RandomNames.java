package io.sandkeeper.sandboxserver.sandbox;

import java.security.SecureRandom;

/** Ids and tokens that nobody can guess. */
final class RandomNames {
    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final String MIXED = LOWER + "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private final SecureRandom random = new SecureRandom();

    SandboxId sandboxId() {
        return new SandboxId("i" + of(LOWER, 20));
    }

    String snapshotId() {
        return of(LOWER, 20);
    }

    Profile.Tokens tokens() {
        return new Profile.Tokens(of(MIXED, 32), of(MIXED, 32));
    }

    private String of(String alphabet, int length) {
        return random.ints(length, 0, alphabet.length())
                .map(alphabet::charAt)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
