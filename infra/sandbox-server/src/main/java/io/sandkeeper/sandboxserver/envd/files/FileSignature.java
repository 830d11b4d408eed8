package io.sandkeeper.sandboxserver.envd.files;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * What lets somebody without the token read or write one file.
 *
 * @param operation read or write
 */
record FileSignature(String path, String operation, String user, Optional<String> expiration) {
    static FileSignature of(String method, Parameters parameters) {
        return new FileSignature(
                parameters.get("path"),
                method.equals("POST") ? "write" : "read",
                parameters.get("username"),
                parameters.find("signature_expiration").filter(text -> !text.isEmpty()));
    }

    String with(String token) {
        String signed =
                "%s:%s:%s:%s".formatted(path, operation, user, token)
                        + expiration.map(text -> ":" + text).orElse("");
        byte[] hash = sha256(signed.getBytes(StandardCharsets.UTF_8));
        return "v1_" + Base64.getEncoder().withoutPadding().encodeToString(hash);
    }

    boolean isValid(String offered, String token) {
        return MessageDigest.isEqual(
                offered.getBytes(StandardCharsets.UTF_8),
                with(token).getBytes(StandardCharsets.UTF_8));
    }

    boolean isExpired(Instant now) {
        return expiration.filter(text -> !isLater(text, now)).isPresent();
    }

    private static boolean isLater(String text, Instant now) {
        try {
            return Long.parseLong(text) >= now.getEpochSecond();
        } catch (NumberFormatException malformed) {
            return false;
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
