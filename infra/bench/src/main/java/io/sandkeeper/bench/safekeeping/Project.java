package io.sandkeeper.bench.safekeeping;

import io.sandkeeper.worker.provider.Daemon;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A project that is the same each time: half of each file can be compressed well, the other half
 * not at all, and no two are alike.
 *
 * @param files so many, in folders of fifty
 * @param bytes of all of them together
 */
record Project(int files, long bytes) {
    static final String ROOT = "/home/user/project";

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int FOLDER = 50;
    private static final int STRETCH = 1024;
    private static final String PACKED = "/tmp/project.tar";
    private static final byte[] TEXT =
            "const answer = await fetch(url); if (!answer.ok) { throw new Error(answer.status); }\n"
                    .repeat(STRETCH / 84 + 1)
                    .getBytes(StandardCharsets.UTF_8);

    /** Puts it into a sandbox. */
    void into(Daemon sandbox) throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("sandkeeper-project");
        try {
            write(folder.resolve("project"));
            var tar = folder.resolve("project.tar");
            pack(folder.resolve("project"), tar);
            Answers.done(sandbox.upload(PACKED, out -> Files.copy(tar, out), LIMIT));
            run(
                    sandbox,
                    "mkdir -p %1$s && tar -xf %2$s -C %1$s && rm %2$s".formatted(ROOT, PACKED));
        } finally {
            remove(folder);
        }
    }

    /** So many of its files get one more line. */
    void change(Daemon sandbox, int count, String line) throws IOException {
        run(
                sandbox,
                "find %s -name '*.js' | sort | head -%d | while read f; do echo %s >> $f; done"
                        .formatted(ROOT, count, line));
    }

    static void run(Daemon sandbox, String command) throws IOException {
        var ended = Answers.done(sandbox.run("set -e\n" + command, Map.of(), LIMIT));
        if (ended.exitCode() != 0) {
            throw new IOException(ended.exitCode() + ": " + ended.output());
        }
    }

    private void write(Path root) throws IOException {
        var random = new Random(42);
        for (int i = 0; i < files; i++) {
            var folder = Files.createDirectories(root.resolve("part" + i / FOLDER));
            try (var out = Files.newOutputStream(folder.resolve("file" + i + ".js"))) {
                content(out, random, size(i));
            }
        }
    }

    /** From half the mean to one and a half of it, and no byte is forgotten. */
    long size(int index) {
        return upTo(index + 1) - upTo(index);
    }

    private long upTo(int index) {
        var mean = bytes / files;
        return index == files ? bytes : index / 2 * 2L * mean + index % 2 * (mean / 2);
    }

    private static void content(OutputStream out, Random random, long size) throws IOException {
        var noise = new byte[STRETCH];
        var left = size;
        for (int i = 0; left > 0; i++) {
            var length = (int) Math.min(STRETCH, left);
            if (i % 2 == 0) {
                random.nextBytes(noise);
                out.write(noise, 0, length);
            } else {
                out.write(TEXT, 0, length);
            }
            left -= length;
        }
    }

    private static void pack(Path from, Path tar) throws IOException, InterruptedException {
        var code =
                new ProcessBuilder("tar", "-C", from.toString(), "-cf", tar.toString(), ".")
                        .inheritIO()
                        .start()
                        .waitFor();
        if (code != 0) {
            throw new IOException("tar ended with " + code);
        }
    }

    static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
