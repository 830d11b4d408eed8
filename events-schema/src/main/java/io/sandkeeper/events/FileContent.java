package io.sandkeeper.events;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What is in a small file. It may be a secret (think of .env), so it does not show itself. */
public sealed interface FileContent {
    byte[] bytes();

    record Text(String text) implements FileContent {
        @Override
        public byte[] bytes() {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return "Text[" + text.length() + " characters]";
        }
    }

    record Binary(String base64) implements FileContent {
        @Override
        public byte[] bytes() {
            return Base64.getDecoder().decode(base64);
        }

        @Override
        public String toString() {
            return "Binary[" + base64.length() + " characters]";
        }
    }
}
