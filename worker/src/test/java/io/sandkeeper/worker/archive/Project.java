package io.sandkeeper.worker.archive;

import io.sandkeeper.worker.project.Digest;
import io.sandkeeper.worker.project.Entry;
import io.sandkeeper.worker.project.Manifest;
import io.sandkeeper.worker.project.ProjectPath;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A project that lives in memory, and how somebody archives it. */
final class Project {
    static final Instant WRITTEN = Instant.parse("2026-02-01T10:00:00.123456789Z");

    private final Map<ProjectPath, byte[]> files = new TreeMap<>();
    private final List<Entry> others = new ArrayList<>();

    static ProjectPath path(String text) {
        return ProjectPath.of(text.getBytes(StandardCharsets.UTF_8));
    }

    static Digest digest(byte[] content) {
        return Sha256.digest(Sha256.of(content));
    }

    /** Content that does not compress. */
    static byte[] noise(long seed, int size) {
        var bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    Project file(String path, String content) {
        return file(path(path), content.getBytes(StandardCharsets.UTF_8));
    }

    Project file(ProjectPath path, byte[] content) {
        files.put(path, content);
        return this;
    }

    Project other(Entry entry) {
        others.add(entry);
        return this;
    }

    Map<ProjectPath, byte[]> files() {
        return files;
    }

    Manifest manifest() {
        var entries = new ArrayList<>(others);
        files.forEach(
                (path, content) ->
                        entries.add(
                                new Entry.File(
                                        path, 0644, content.length, WRITTEN, digest(content))));
        entries.sort((one, two) -> one.path().compareTo(two.path()));
        return new Manifest(WRITTEN.plusSeconds(60), entries);
    }

    /** Puts what is not there yet. */
    Draft put(Draft draft) {
        for (var content : files.values()) {
            var digest = digest(content);
            if (!draft.has(digest)) {
                try {
                    draft.put(digest, content.length, new ByteArrayInputStream(content));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return draft;
    }

    /** By digest, as an archive's contents give it. */
    static Map<Digest, byte[]> read(Contents contents) {
        var read = new HashMap<Digest, byte[]>();
        try {
            contents.read(
                    (digest, size, content) -> {
                        var bytes = content.readAllBytes();
                        if (bytes.length != size || read.put(digest, bytes) != null) {
                            throw new AssertionError(digest + " is given twice, or not whole");
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read;
    }

    /** Whether these are this project's files, byte by byte. */
    boolean isIn(Contents contents) {
        var read = read(contents);
        return contents.manifest().equals(manifest())
                && files.values().stream()
                        .allMatch(
                                content ->
                                        java.util.Arrays.equals(
                                                content, read.get(digest(content))));
    }
}
