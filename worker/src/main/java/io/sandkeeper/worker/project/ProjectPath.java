package io.sandkeeper.worker.project;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The place of something below a project's root. Names are bytes, in whatever encoding their maker
 * used: each char here is one byte, so that no name is changed on its way.
 *
 * @param bytes relative, its parts separated by one slash each
 */
public record ProjectPath(String bytes) implements Comparable<ProjectPath> {
    public static final int MOST_BYTES = 4096;

    public ProjectPath {
        var wrong = wrong(bytes);
        if (wrong.isPresent()) {
            throw new IllegalArgumentException(wrong.get());
        }
    }

    public static ProjectPath of(byte[] bytes) {
        return new ProjectPath(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    /** Why this cannot be a path below a root. It would leave it, or be none on a usual system. */
    public static Optional<String> wrong(String bytes) {
        if (bytes.isEmpty()) {
            return Optional.of("a path must not be empty");
        }
        if (bytes.length() > MOST_BYTES) {
            return Optional.of("a path must have at most %d bytes".formatted(MOST_BYTES));
        }
        if (bytes.chars().anyMatch(one -> one == 0 || one > 0xFF)) {
            return Optional.of("a path consists of bytes other than zero");
        }
        for (var part : bytes.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return Optional.of(
                        "a path must be relative, without empty parts, . and ..: it would leave its root");
            }
        }
        return Optional.empty();
    }

    /** The folders that it is in, the outermost first, each char one byte. */
    public Stream<String> above() {
        return IntStream.range(0, bytes.length())
                .filter(at -> bytes.charAt(at) == '/')
                .mapToObj(slash -> bytes.substring(0, slash));
    }

    public byte[] toBytes() {
        return bytes.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** By bytes: a folder comes before what is in it. */
    @Override
    public int compareTo(ProjectPath other) {
        return bytes.compareTo(other.bytes);
    }

    /** For people; what is not UTF-8 is shown as a question mark. */
    @Override
    public String toString() {
        return new String(toBytes(), StandardCharsets.UTF_8);
    }
}
