package io.sandkeeper.worker.project;

import java.time.Duration;

/**
 * How much of a project is taken. What is beyond is named, and left out.
 *
 * @param entries files, folders and links
 * @param fileBytes of one file
 * @param totalBytes of all files
 * @param time for each single call to a sandbox
 */
public record Limits(int entries, long fileBytes, long totalBytes, Duration time) {
    private static final long MIB = 1024L * 1024;

    public Limits {
        if (entries < 1 || fileBytes < 1 || totalBytes < fileBytes) {
            throw new IllegalArgumentException(
                    "entries and fileBytes must be positive, and totalBytes at least fileBytes");
        }
        // A tar header holds eleven octal digits, and nobody's project has such a file.
        if (fileBytes >= 8 * 1024 * MIB) {
            throw new IllegalArgumentException("fileBytes must be less than 8 GiB");
        }
    }

    public static Limits usual() {
        return new Limits(50_000, 256 * MIB, 2048 * MIB, Duration.ofMinutes(2));
    }

    public Limits withEntries(int most) {
        return new Limits(most, fileBytes, totalBytes, time);
    }

    public Limits withTime(Duration ofOneCall) {
        return new Limits(entries, fileBytes, totalBytes, ofOneCall);
    }

    public Limits withBytes(long ofOne, long ofAll) {
        return new Limits(entries, ofOne, ofAll, time);
    }
}
