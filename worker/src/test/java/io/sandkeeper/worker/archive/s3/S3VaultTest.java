package io.sandkeeper.worker.archive.s3;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sandkeeper.worker.archive.Vault;
import io.sandkeeper.worker.archive.VaultContract;
import io.sandkeeper.worker.store.StoreRefused;
import io.sandkeeper.worker.store.StoreUnavailable;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

@SuppressWarnings("NullAway.Init")
class S3VaultTest extends VaultContract {
    private static Bucket bucket;

    @BeforeAll
    static void start() throws Exception {
        bucket = new Bucket();
    }

    @AfterAll
    static void stop() {
        bucket.close();
    }

    @Override
    protected Vault empty() {
        return new S3Vault(bucket.fresh(), InstantSource.system());
    }

    @ParameterizedTest
    @CsvSource({"AKIDEXAMPLE,another", "another,5ecre7/with+odd=letters"})
    void with_a_wrong_key_is_unavailable_until_somebody_mends_it(String id, String secret) {
        var settings = bucket.settings("any-bucket", new S3Key(id, secret));
        try (var vault = new S3Vault(settings, InstantSource.system())) {
            assertThatThrownBy(() -> vault.store(key("s", 1), bytes(5)))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("403")
                    .hasMessageNotContaining(secret);
        }
    }

    @Test
    void with_a_clock_that_is_wrong_is_unavailable() {
        try (var vault =
                new S3Vault(bucket.fresh(), () -> Instant.now().plus(Duration.ofDays(1)))) {
            assertThatThrownBy(() -> vault.store(key("s", 1), bytes(5)))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("RequestTimeTooSkewed");
        }
    }

    @Test
    void whose_bucket_is_not_there_refuses_and_does_not_say_that_objects_are_lost() {
        try (var vault =
                new S3Vault(bucket.settings("not-there", Bucket.KEY), InstantSource.system())) {
            assertThatThrownBy(() -> vault.store(key("s", 1), bytes(5)))
                    .isInstanceOf(StoreRefused.class)
                    .hasMessageContaining("NoSuchBucket");
            assertThatThrownBy(() -> vault.read(key("s", 1), 0, 5))
                    .isInstanceOf(StoreRefused.class)
                    .hasMessageContaining("NoSuchBucket");
        }
    }

    @Test
    void that_is_not_there_is_unavailable() throws IOException {
        int free;
        try (var socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        try (var vault = new S3Vault(at(free), InstantSource.system())) {
            assertThatThrownBy(() -> vault.store(key("s", 1), bytes(5)))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("did not answer");
        }
    }

    private static S3Settings at(int port) {
        return new S3Settings(
                URI.create("http://127.0.0.1:" + port),
                "eu-central-1",
                "some-bucket",
                "",
                Bucket.KEY,
                Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @CsvSource({
        "301,StoreRefused",
        "307,StoreRefused",
        "400,StoreRefused",
        "401,StoreUnavailable",
        "429,StoreUnavailable",
        "500,StoreUnavailable",
        "503,StoreUnavailable",
        "507,StoreUnavailable"
    })
    void knows_what_may_pass_from_what_will_not_and_follows_nobody(int status, String meaning)
            throws IOException {
        try (var server = new Canned(status);
                var vault = new S3Vault(at(server.port()), InstantSource.system())) {
            assertThatThrownBy(() -> vault.store(key("s", 1), bytes(5)))
                    .satisfies(
                            failure ->
                                    org.assertj.core.api.Assertions.assertThat(
                                                    failure.getClass().getSimpleName())
                                            .isEqualTo(meaning))
                    .hasMessageContaining(String.valueOf(status))
                    .hasMessageNotContaining("5ecre7");
            org.assertj.core.api.Assertions.assertThat(server.calls()).isEqualTo(1);
        }
    }

    /** Some servers say 400 to what broke on its way, and not to what was wrong from the start. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "RequestTimeout",
                "BadDigest",
                "XAmzContentSHA256Mismatch",
                "IncompleteBody"
            })
    void takes_what_was_garbled_on_its_way_for_what_may_pass(String code) throws IOException {
        try (var server = new Canned(400, code);
                var vault = new S3Vault(at(server.port()), InstantSource.system())) {
            assertThatThrownBy(() -> vault.store(key("s", 1), bytes(5)))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining(code);
        }
    }
}
