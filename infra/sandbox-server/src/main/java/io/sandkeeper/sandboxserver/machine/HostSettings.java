package io.sandkeeper.sandboxserver.machine;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;

/**
 * The /etc of all sandboxes: the host's as far as everybody may read it, so that no key or password
 * gets in, with the accounts and names of a sandbox.
 */
final class HostSettings {
    private static final long LARGEST = 4 << 20;

    /** What runs the host itself means nothing in a sandbox, and takes a moment to copy. */
    private static final Set<String> OF_THE_HOST_ALONE =
            Set.of("systemd", "init.d", "cron.d", "apparmor.d", "udev");

    private HostSettings() {}

    static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new Copy(from, to));
        Files.writeString(to.resolve("passwd"), accounts(from.resolve("passwd"), 6));
        Files.writeString(to.resolve("group"), accounts(from.resolve("group"), 3));
        Files.writeString(to.resolve("hosts"), "127.0.0.1 localhost e2b.local\n::1 localhost\n");
        Files.writeString(to.resolve("hostname"), "e2b.local\n");
        Files.deleteIfExists(to.resolve("resolv.conf"));
        Files.writeString(to.resolve("resolv.conf"), "");
        Files.writeString(to.resolve("profile"), PROFILE);
    }

    /**
     * The host's own would put its PATH over the one that a command was started with, and with it
     * what a caller asked for.
     */
    private static final String PROFILE =
            """
            if [ -n "$PS1" ] && [ -n "$BASH" ] && [ -r /etc/bash.bashrc ]; then
              . /etc/bash.bashrc
            fi
            umask 022
            """;

    /** The host's accounts with "user" among them, and root at home where a sandbox has it. */
    private static String accounts(Path original, int fields) throws IOException {
        var text = new StringBuilder();
        text.append(fields == 6 ? "root:x:0:0:root:/root:/bin/bash\n" : "root:x:0:\n");
        text.append(fields == 6 ? "user:x:1000:1000::/home/user:/bin/bash\n" : "user:x:1000:\n");
        if (Files.isReadable(original)) {
            for (String line : Files.readAllLines(original)) {
                List<String> parts = List.of(line.split(":", -1));
                boolean replaced =
                        parts.size() < 3
                                || List.of("root", "user").contains(parts.get(0))
                                || List.of("0", "1000").contains(parts.get(2));
                if (!replaced) {
                    text.append(line).append('\n');
                }
            }
        }
        return text.toString();
    }

    private static final class Copy extends SimpleFileVisitor<Path> {
        private final Path from;
        private final Path to;

        Copy(Path from, Path to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                throws IOException {
            if (!everybodyReads(directory) || OF_THE_HOST_ALONE.contains(name(directory))) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(directory)));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            Path target = to.resolve(from.relativize(file));
            if (attributes.isSymbolicLink()) {
                Path text = Files.readSymbolicLink(file);
                Files.createSymbolicLink(target, text);
            } else if (attributes.isRegularFile()
                    && attributes.size() <= LARGEST
                    && everybodyReads(file)) {
                Files.copy(file, target);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }

        private static String name(Path path) {
            return String.valueOf(path.getFileName());
        }

        private static boolean everybodyReads(Path file) throws IOException {
            return Files.readAttributes(file, PosixFileAttributes.class)
                    .permissions()
                    .contains(PosixFilePermission.OTHERS_READ);
        }
    }
}
