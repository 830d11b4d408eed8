package io.sandkeeper.sandboxserver.envd.files;

import io.sandkeeper.sandboxserver.linux.Errno;
import io.sandkeeper.sandboxserver.linux.LinuxException;

import java.io.IOException;

/** Why a file was not read or written, with the status that says so. */
final class FileProblem extends IOException {
    private final int status;

    FileProblem(int status, String message) {
        super(message);
        this.status = status;
    }

    /** What the kernel said about a path. */
    static FileProblem of(String path, LinuxException failed) {
        return switch (failed.errno()) {
            case Errno.NO_ENTRY -> new FileProblem(404, "path '%s' does not exist".formatted(path));
            case Errno.NO_SPACE, Errno.QUOTA ->
                    new FileProblem(507, "not enough disk space available");
            case Errno.IS_DIRECTORY -> new FileProblem(400, "path is a directory: " + path);
            case Errno.NOT_DIRECTORY,
                    Errno.NAME_TOO_LONG,
                    Errno.LOOP,
                    Errno.INVALID,
                    Errno.NOT_SUPPORTED,
                    Errno.EXISTS ->
                    new FileProblem(400, "invalid path '%s': %s".formatted(path, failed.reason()));
            case Errno.ACCESS, Errno.PERM, Errno.READ_ONLY ->
                    new FileProblem(403, "path '%s': %s".formatted(path, failed.reason()));
            default -> new FileProblem(500, "path '%s': %s".formatted(path, failed.reason()));
        };
    }

    int status() {
        return status;
    }
}
