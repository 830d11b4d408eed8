package io.sandkeeper.sandboxserver;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder that one server has for itself. */
final class DataFolder implements AutoCloseable {
    private static final String PREFIX = "sandkeeper-sandboxes-";

    private final Path root;
    private final FileChannel lockFile;
    private final boolean temporary;

    private DataFolder(Path root, FileChannel lockFile, boolean temporary) {
        this.root = root;
        this.lockFile = lockFile;
        this.temporary = temporary;
    }

    /** The named one, or a temporary one that the next server on this port finds again. */
    static DataFolder open(Optional<Path> named, int port) throws IOException {
        if (named.isPresent()) {
            return lock(Files.createDirectories(named.get()).toRealPath(), false);
        }
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Path usual = temporary.resolve(PREFIX + System.getProperty("user.name") + "-" + port);
        if (port == 0 || !isOurs(usual)) {
            return lock(Files.createTempDirectory(temporary, PREFIX), true);
        }
        return lock(usual, true);
    }

    /** A folder of this name that somebody else made in a folder for all is not to be trusted. */
    private static boolean isOurs(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                        .equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    private static DataFolder lock(Path root, boolean temporary) throws IOException {
        FileChannel file =
                FileChannel.open(
                        root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = file.tryLock();
            if (lock != null) {
                return new DataFolder(root, file, temporary);
            }
        } catch (OverlappingFileLockException taken) {
            file.close();
            throw new InUseException(root);
        }
        file.close();
        throw new InUseException(root);
    }

    /** Another server works there. */
    static final class InUseException extends IOException {
        InUseException(Path root) {
            super("another server uses the folder " + root);
        }
    }

    Path root() {
        return root;
    }

    Path sandboxes() {
        return root.resolve("sandboxes");
    }

    Path copies() {
        return root.resolve("snapshots");
    }

    /** A temporary one goes. By then there is nothing in it but what the server itself made. */
    @Override
    public void close() throws IOException {
        if (temporary) {
            try (Stream<Path> tree = Files.walk(root)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        }
        lockFile.close();
    }
}
