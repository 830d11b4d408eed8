package io.sandkeeper.worker.archive.s3;

import java.util.regex.Pattern;

/** Who asks for objects. The secret never shows itself. */
public record S3Key(String id, String secret) {
    private static final Pattern SENDABLE = Pattern.compile("[\\x21-\\x7e]{1,512}");

    public S3Key {
        if (!SENDABLE.matcher(id).matches() || !SENDABLE.matcher(secret).matches()) {
            throw new IllegalArgumentException(
                    "an S3 key's id and secret must be 1 to 512 printable characters without spaces");
        }
    }

    @Override
    public String toString() {
        return "S3Key";
    }
}
