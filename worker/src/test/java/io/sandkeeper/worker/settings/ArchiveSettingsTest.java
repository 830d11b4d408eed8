package io.sandkeeper.worker.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sandkeeper.worker.settings.ArchiveSettings.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class ArchiveSettingsTest {
    private static ArchiveSettings bound(Map<String, String> values) {
        return Bound.to(ArchiveSettings.class, values);
    }

    @Test
    void have_these_defaults() {
        assertThat(bound(Map.of()))
                .isEqualTo(
                        new ArchiveSettings(
                                true,
                                Kind.GRIDFS,
                                "",
                                new ArchiveSettings.S3(
                                        URI.create("https://s3.amazonaws.com"),
                                        "us-east-1",
                                        "",
                                        "",
                                        "",
                                        "sandkeeper"),
                                Duration.ofMinutes(5),
                                5,
                                7,
                                20_000,
                                DataSize.ofMegabytes(256),
                                DataSize.ofGigabytes(2),
                                List.of(
                                        "node_modules",
                                        ".next",
                                        ".nuxt",
                                        ".svelte-kit",
                                        ".turbo",
                                        ".parcel-cache",
                                        ".cache",
                                        ".npm",
                                        ".pnpm-store",
                                        "__pycache__",
                                        ".pytest_cache",
                                        ".mypy_cache",
                                        ".ruff_cache",
                                        ".venv",
                                        ".gradle"),
                                Duration.ofMinutes(2)));
    }

    @Test
    void are_read_as_operators_write_them() {
        var settings =
                bound(
                        Map.of(
                                "sandkeeper.archive.vault", "s3",
                                "sandkeeper.archive.s3.endpoint", "http://127.0.0.1:9000",
                                "sandkeeper.archive.s3.bucket", "b",
                                "sandkeeper.archive.s3.access-key", "id",
                                "sandkeeper.archive.s3.secret-key", "5ecre7",
                                "sandkeeper.archive.max-total", "1GB",
                                "sandkeeper.archive.ignore", "dist,tmp"));

        assertThat(settings.vault()).isEqualTo(Kind.S3);
        assertThat(settings.s3().secretKey()).isEqualTo("5ecre7");
        assertThat(settings.maxTotal()).isEqualTo(DataSize.ofGigabytes(1));
        assertThat(settings.ignore()).containsExactly("dist", "tmp");
        assertThat(settings.toString()).doesNotContain("5ecre7");
    }

    @ParameterizedTest
    @CsvSource({
        "vault,folder,sandkeeper.archive.folder is empty",
        "vault,s3,'bucket, access-key and secret-key must all be set'",
        "every,9s,sandkeeper.archive.every must be at least",
        "time-limit,5m,sandkeeper.archive.time-limit must be at most 4m",
        "keep,0,sandkeeper.archive.keep must be from 1",
        "daily,-1,sandkeeper.archive.daily must be from 0",
        "max-files,0,sandkeeper.archive.max-files must be from 1",
        "max-file-size,3GB,sandkeeper.archive.max-file-size",
        "ignore,a/b,sandkeeper.archive.ignore must be names"
    })
    void that_cannot_work_are_refused_by_name(String key, String value, String message) {
        assertThatThrownBy(() -> bound(Map.of("sandkeeper.archive." + key, value)))
                .hasRootCauseInstanceOf(IllegalArgumentException.class)
                .rootCause()
                .hasMessageContaining(message);
    }
}
