package io.sandkeeper.worker.archive.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sandkeeper.worker.archive.s3.Signature.Unsigned;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The examples that AWS publishes for Signature Version 4 in headers, for S3. */
class SignatureTest {
    private static final S3Key KEY =
            new S3Key("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    private static final Instant THEN = Instant.parse("2013-05-24T00:00:00Z");
    private static final String HOST = "examplebucket.s3.amazonaws.com";
    private static final String OF_NOTHING = Signature.hash(new byte[0]);

    private static String signature(Unsigned request) {
        var authorization =
                new Signature(KEY, "us-east-1")
                        .headers(request, HOST, THEN)
                        .getOrDefault("authorization", "");
        return authorization.substring(authorization.lastIndexOf('=') + 1);
    }

    @Test
    void of_a_part_of_an_object() {
        var request =
                new Unsigned("GET", "/test.txt", "", Map.of("range", "bytes=0-9"), OF_NOTHING);

        assertThat(signature(request))
                .isEqualTo("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
    }

    @Test
    void of_a_stored_object() {
        var body = "Welcome to Amazon S3.".getBytes(StandardCharsets.UTF_8);
        var headers =
                Map.of(
                        "date",
                        "Fri, 24 May 2013 00:00:00 GMT",
                        "x-amz-storage-class",
                        "REDUCED_REDUNDANCY");
        var request = new Unsigned("PUT", "/test%24file.text", "", headers, Signature.hash(body));

        assertThat(signature(request))
                .isEqualTo("98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
    }

    @Test
    void of_a_setting() {
        var request = new Unsigned("GET", "/", "lifecycle=", Map.of(), OF_NOTHING);

        assertThat(signature(request))
                .isEqualTo("fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
    }

    @Test
    void of_a_list() {
        var request = new Unsigned("GET", "/", "max-keys=2&prefix=J", Map.of(), OF_NOTHING);

        assertThat(signature(request))
                .isEqualTo("34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
    }

    @Test
    void its_key_does_not_show_itself() {
        assertThat(KEY).hasToString("S3Key");
        assertThat(settings("https://s3.example").toString()).doesNotContain("wJalr");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3.example",
                "ftp://s3.example",
                "https://user:5ecre7@s3.example",
                "https://s3.example/bucket",
                "https://s3.example?key=5ecre7"
            })
    void no_address_is_taken_that_is_none_and_none_is_repeated(String endpoint) {
        assertThatThrownBy(() -> settings(endpoint))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("endpoint")
                .hasMessageNotContaining("5ecre7");
    }

    private static S3Settings settings(String endpoint) {
        return new S3Settings(
                URI.create(endpoint), "us-east-1", "bucket", "", KEY, Duration.ofMinutes(1));
    }
}
