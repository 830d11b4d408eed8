package io.sandkeeper.worker.provider.e2b;

import java.util.regex.Pattern;

/** The team's key to a control plane. It never shows itself. */
public record ApiKey(String value) {
    private static final Pattern SENDABLE = Pattern.compile("[\\x21-\\x7e]{1,512}");

    public ApiKey {
        if (!SENDABLE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "an API key must be 1 to 512 printable characters without spaces");
        }
    }

    @Override
    public String toString() {
        return "ApiKey";
    }
}
