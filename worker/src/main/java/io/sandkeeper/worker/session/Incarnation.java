package io.sandkeeper.worker.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The name that a sandbox carries in its metadata, and by which it is found again when the answer
 * to its creation was lost. Derived, not drawn, so that a worker that takes over looks for the same
 * name.
 */
public record Incarnation(SessionId session, long generation) {
    public String name(String fleet) {
        return digest("incarnation", fleet).substring(0, 32);
    }

    /**
     * The key under which a provider may recognise a repeated call; {@code calls} grows only after
     * a definite failure.
     */
    public String idempotencyKey(String fleet, int calls) {
        return digest("create/" + calls, fleet);
    }

    private String digest(String purpose, String fleet) {
        try {
            var text = purpose + "\n" + fleet + "\n" + session.value() + "\n" + generation;
            var sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
