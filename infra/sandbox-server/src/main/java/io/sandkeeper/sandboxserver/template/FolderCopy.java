package io.sandkeeper.sandboxserver.template;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * Copies a tree of files into a folder that may have some already: bytes, modes, times, owners and
 * extended attributes; links as links. Sockets, pipes and devices stay behind: they are nothing
 * without the processes that use them.
 */
final class FolderCopy extends SimpleFileVisitor<Path> {
    private static final CopyOption[] FAITHFULLY = {
        StandardCopyOption.COPY_ATTRIBUTES,
        StandardCopyOption.REPLACE_EXISTING,
        LinkOption.NOFOLLOW_LINKS
    };

    private final Path from;
    private final Path to;
    private final Optional<Integer> owner;

    private FolderCopy(Path from, Path to, Optional<Integer> owner) {
        this.from = from;
        this.to = to;
        this.owner = owner;
    }

    static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new FolderCopy(from, to, Optional.empty()));
    }

    /** The same, with everything given to this user and group. */
    static void copyFor(int owner, Path from, Path to) throws IOException {
        Files.walkFileTree(from, new FolderCopy(from, to, Optional.of(owner)));
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
            throws IOException {
        Path target = target(folder);
        if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(target);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        if (!attributes.isOther()) {
            Path target = target(file);
            Files.copy(file, target, FAITHFULLY);
            own(target);
        }
        return FileVisitResult.CONTINUE;
    }

    /** Only now: a folder that may not be written to could not have been filled. */
    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failed)
            throws IOException {
        if (failed != null) {
            throw failed;
        }
        Path target = target(folder);
        if (folder.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            for (String attribute : new String[] {"unix:uid", "unix:gid", "unix:mode"}) {
                set(target, attribute, Files.getAttribute(folder, attribute));
            }
        }
        own(target);
        Files.setLastModifiedTime(target, Files.getLastModifiedTime(folder));
        return FileVisitResult.CONTINUE;
    }

    private Path target(Path source) {
        // By name and not by path: the source may be in the file system of a jar.
        return to.resolve(from.relativize(source).toString());
    }

    private void own(Path target) throws IOException {
        if (owner.isPresent()) {
            set(target, "unix:uid", owner.get());
            set(target, "unix:gid", owner.get());
        }
    }

    private static void set(Path target, String attribute, Object value) throws IOException {
        if (!value.equals(Files.getAttribute(target, attribute, LinkOption.NOFOLLOW_LINKS))) {
            Files.setAttribute(target, attribute, value, LinkOption.NOFOLLOW_LINKS);
        }
    }
}
