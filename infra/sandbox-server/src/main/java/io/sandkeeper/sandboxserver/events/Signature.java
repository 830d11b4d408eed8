package io.sandkeeper.sandboxserver.events;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The protocol's signature of a delivery: a plain hash of the secret and the body. */
final class Signature {
    private Signature() {}

    static String of(Webhook.Secret secret, byte[] body) {
        MessageDigest digest = sha256();
        digest.update(secret.text().getBytes(StandardCharsets.UTF_8));
        digest.update(body);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
