package io.sandkeeper.worker.project;

import java.util.regex.Pattern;

/** The SHA-256 of some content. */
public record Digest(String hex) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    public Digest {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("not the 64 lower-case hex digits of a SHA-256");
        }
    }

    @Override
    public String toString() {
        return hex;
    }
}
