package io.sandkeeper.sandboxserver.envd.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Optional;

@DisplayName("A file's signature")
class FileSignatureTest {
    private static final String TOKEN = "0tQG31xiMp0IOQfaz9dcwi72L1CPo8e0";

    @Test
    @DisplayName("is the one that the protocol gives as its example")
    void example() {
        var signature = new FileSignature("hello.txt", "read", "user", Optional.empty());

        assertThat(signature.with(TOKEN))
                .isEqualTo("v1_gUtH/s9YCJWgCizjfUxuWfhFE4QSydOWEIIvfLwDr6E");
        assertThat(signature.isValid("v1_gUtH/s9YCJWgCizjfUxuWfhFE4QSydOWEIIvfLwDr6E", TOKEN))
                .isTrue();
        assertThat(signature.isValid("v1_gUtH/s9YCJWgCizjfUxuWfhFE4QSydOWEIIvfLwDr6E", "other"))
                .isFalse();
    }

    @Test
    @DisplayName("ends at its second, and what is no number has ended")
    void expires() {
        Instant now = Instant.ofEpochSecond(1000);

        assertThat(signature("1000").isExpired(now)).isFalse();
        assertThat(signature("999").isExpired(now)).isTrue();
        assertThat(signature("soon").isExpired(now)).isTrue();
    }

    private static FileSignature signature(String expiration) {
        return new FileSignature("p", "read", "user", Optional.of(expiration));
    }
}
