package io.sandkeeper.worker.archive.folder;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.sandkeeper.worker.archive.Damaged;
import io.sandkeeper.worker.archive.ObjectKey;
import io.sandkeeper.worker.archive.Vault;
import io.sandkeeper.worker.store.StoreUnavailable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;

/**
 * Objects as files: one folder for each session. A file is written under another name, forced to
 * the disk, and renamed when it is whole.
 */
public final class FolderVault implements Vault {
    private static final String UNFINISHED = ".part";

    private final Path root;

    public FolderVault(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public void store(ObjectKey key, byte[] content) {
        var folder = root.resolve(key.folder());
        var part = folder.resolve(key.name() + UNFINISHED);
        try {
            begin(folder, part, content);
            Files.move(part, file(key), ATOMIC_MOVE);
            force(folder);
        } catch (IOException e) {
            clear(part, e);
            throw failed(e);
        }
    }

    /** Who removed the last object of the session meanwhile removed its folder. */
    private void begin(Path folder, Path part, byte[] content) throws IOException {
        make(folder);
        try {
            write(part, content);
        } catch (NoSuchFileException _) {
            make(folder);
            write(part, content);
        }
    }

    /** On a full disk half a file is in the way. */
    private static void clear(Path part, IOException why) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    /** Archives hold what users wrote: they are nobody else's on this machine. */
    private void make(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            var ours = PosixFilePermissions.fromString("rwx------");
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(ours));
        } else {
            Files.createDirectories(folder);
        }
        force(root);
    }

    private static void write(Path file, byte[] content) throws IOException {
        try (var channel = FileChannel.open(file, CREATE_NEW, WRITE)) {
            var bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** A name is on the disk when its folder is. */
    private static void force(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        }
    }

    @Override
    public byte[] read(ObjectKey key, int offset, int length) {
        var bytes = ByteBuffer.allocate(length);
        try (var channel = FileChannel.open(file(key), READ)) {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, offset + (long) bytes.position()) < 0) {
                    throw new Damaged("the object %s ends early".formatted(key));
                }
            }
            return bytes.array();
        } catch (NoSuchFileException e) {
            throw new Damaged("the object %s is not there".formatted(key), e);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void remove(ObjectKey key) {
        try {
            var folder = root.resolve(key.folder());
            Files.deleteIfExists(folder.resolve(key.name() + UNFINISHED));
            Files.deleteIfExists(file(key));
            removeIfEmpty(folder);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static void removeIfEmpty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException _) {
            // It holds other objects of its session.
        }
    }

    @Override
    public List<ObjectKey> keys(String folder) {
        var keys = new HashSet<ObjectKey>();
        try (var files = Files.newDirectoryStream(root.resolve(folder))) {
            for (var file : files) {
                var name = file.getFileName().toString();
                var unfinished = name.endsWith(UNFINISHED);
                var end = name.length() - (unfinished ? UNFINISHED.length() : 0);
                ObjectKey.found(folder, name.substring(0, end)).ifPresent(keys::add);
            }
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException e) {
            throw failed(e);
        }
        return List.copyOf(keys);
    }

    private Path file(ObjectKey key) {
        return root.resolve(key.folder()).resolve(key.name());
    }

    private StoreUnavailable failed(IOException failure) {
        var reason =
                failure instanceof FileSystemException e ? e.getReason() : failure.getMessage();
        return new StoreUnavailable(
                "the folder for archives, %s, cannot be used (%s): look at its disk and its rights"
                        .formatted(
                                root, reason == null ? failure.getClass().getSimpleName() : reason),
                failure);
    }
}
