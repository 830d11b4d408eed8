package io.sandkeeper.worker.settings;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Copies of the projects' files.
 *
 * @param enabled without them a sandbox that dies takes its files along
 * @param vault where their content is kept: {@code gridfs}, {@code folder} or {@code s3}
 * @param folder where the vault {@code folder} is; shared by all workers
 * @param every a session that is in use is archived so often, if something changed
 * @param keep so many of the newest archives of a session are kept
 * @param daily and the newest of each of so many last days
 * @param maxFiles what a project has beyond this is left out, and said to be
 * @param maxFileSize the same for each file
 * @param maxTotal the same for all files together
 * @param ignore names of files and folders that are never archived, wherever they are: what can be
 *     made again
 * @param timeLimit one call to a sandbox may take so long while its files travel
 */
@ConfigurationProperties("sandkeeper.archive")
public record ArchiveSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("gridfs") Kind vault,
        @DefaultValue("") String folder,
        @DefaultValue S3 s3,
        @DefaultValue("5m") Duration every,
        @DefaultValue("5") int keep,
        @DefaultValue("7") int daily,
        @DefaultValue("20000") int maxFiles,
        @DefaultValue("256MB") DataSize maxFileSize,
        @DefaultValue("2GB") DataSize maxTotal,
        @DefaultValue({
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
                    ".gradle"
                })
                List<String> ignore,
        @DefaultValue("2m") Duration timeLimit) {
    public ArchiveSettings {
        ignore = List.copyOf(ignore);
        if (vault == Kind.FOLDER && folder.isBlank()) {
            throw new IllegalArgumentException(
                    "sandkeeper.archive.folder is empty: set it, as sandkeeper.archive.vault is folder");
        }
        if (vault == Kind.S3) {
            s3.requireWhole();
        }
        requireAtLeast("every", every, Duration.ofSeconds(10));
        requireAtLeast("time-limit", timeLimit, Duration.ofSeconds(10));
        if (timeLimit.compareTo(Duration.ofMinutes(4)) > 0) {
            throw new IllegalArgumentException(
                    "sandkeeper.archive.time-limit must be at most 4m, not %s: an operation that takes longer is taken over"
                            .formatted(timeLimit));
        }
        requireRange("keep", keep, 1, 1_000);
        requireRange("daily", daily, 0, 366);
        requireRange("max-files", maxFiles, 1, 1_000_000);
        if (maxFileSize.toBytes() < 1 || maxTotal.compareTo(maxFileSize) < 0) {
            throw new IllegalArgumentException(
                    "sandkeeper.archive.max-file-size (%s) must be at least 1B and at most max-total (%s)"
                            .formatted(maxFileSize, maxTotal));
        }
        ignore.forEach(ArchiveSettings::requireName);
    }

    /** Where contents can be kept. */
    public enum Kind {
        GRIDFS,
        FOLDER,
        S3
    }

    /**
     * A bucket that exists, of anything that speaks S3.
     *
     * @param endpoint the server's address, without the bucket
     * @param prefix before the names of all objects; may be empty
     */
    public record S3(
            @DefaultValue("https://s3.amazonaws.com") URI endpoint,
            @DefaultValue("us-east-1") String region,
            @DefaultValue("") String bucket,
            @DefaultValue("") String accessKey,
            @DefaultValue("") String secretKey,
            @DefaultValue("sandkeeper") String prefix) {
        private void requireWhole() {
            if (bucket.isBlank() || accessKey.isBlank() || secretKey.isBlank()) {
                throw new IllegalArgumentException(
                        "sandkeeper.archive.s3.bucket, access-key and secret-key must all be set, as sandkeeper.archive.vault is s3");
            }
        }

        @Override
        public String toString() {
            return "S3[%s/%s]".formatted(endpoint, bucket);
        }
    }

    private static void requireAtLeast(String key, Duration value, Duration least) {
        if (value.compareTo(least) < 0) {
            throw new IllegalArgumentException(
                    "sandkeeper.archive.%s must be at least %s, not %s"
                            .formatted(key, least, value));
        }
    }

    private static void requireRange(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "sandkeeper.archive.%s must be from %d to %d, not %d"
                            .formatted(key, least, most, value));
        }
    }

    private static void requireName(String name) {
        if (name.isBlank() || name.contains("/") || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException(
                    "sandkeeper.archive.ignore must be names of files and folders, without slashes, not "
                            + name);
        }
    }
}
