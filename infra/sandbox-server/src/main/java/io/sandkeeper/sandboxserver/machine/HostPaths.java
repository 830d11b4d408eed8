package io.sandkeeper.sandboxserver.machine;

import io.sandkeeper.sandboxserver.linux.Errno;
import io.sandkeeper.sandboxserver.linux.FileTree;
import io.sandkeeper.sandboxserver.linux.LinuxException;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The host's paths for a sandbox's. */
final class HostPaths {
    private HostPaths() {}

    /**
     * Links are followed as far as there is something; what is not there yet is taken as it is
     * written. Right at the moment of asking: a sandbox may change its links a moment later, and so
     * this is for paths that it does not control. Others are for {@link FileTree}.
     */
    static Path of(FileTree files, String inside) throws IOException {
        if (inside.indexOf('\0') >= 0) {
            throw new InvalidPathException(inside, "NUL in a path");
        }
        String path = Path.of("/").resolve(inside).normalize().toString();
        StringBuilder missing = new StringBuilder();
        while (true) {
            var found = files.find(path);
            if (found.isPresent()) {
                try (var place = found.get()) {
                    return Path.of(files.hostPathOf(files.pathOf(place)) + missing);
                }
            }
            refuseLink(files, path);
            missing.insert(0, path.substring(path.lastIndexOf('/')));
            path = FileTree.parentOf(path);
        }
    }

    /** A link to nothing inside may well lead to something on the host. */
    private static void refuseLink(FileTree files, String path) throws IOException {
        try (var _ = files.link(path)) {
            throw new LinuxException(path, Errno.LOOP);
        } catch (LinuxException e) {
            if (!e.is(Errno.NO_ENTRY) && !e.is(Errno.NOT_DIRECTORY)) {
                throw e;
            }
        }
    }
}
