package io.sandkeeper.sandboxserver.envd.filesystem;

import io.sandkeeper.sandboxserver.envd.connect.Code;
import io.sandkeeper.sandboxserver.envd.connect.Fault;
import io.sandkeeper.sandboxserver.linux.Errno;
import io.sandkeeper.sandboxserver.linux.LinuxException;

/** What the kernel refuses, in the protocol's codes. */
final class Faults {
    private Faults() {}

    static Fault of(String path, LinuxException refusal) {
        var message = "path '%s': %s".formatted(path, refusal.reason());
        return switch (refusal.errno()) {
            case Errno.NO_ENTRY ->
                    new Fault(Code.NOT_FOUND, "path not found: '%s'".formatted(path));
            case Errno.NOT_DIRECTORY ->
                    new Fault(Code.INVALID_ARGUMENT, "path is not a directory: " + path);
            case Errno.IS_DIRECTORY,
                    Errno.INVALID,
                    Errno.LOOP,
                    Errno.NAME_TOO_LONG,
                    Errno.NOT_SUPPORTED ->
                    new Fault(Code.INVALID_ARGUMENT, message);
            case Errno.EXISTS, Errno.NOT_EMPTY -> new Fault(Code.ALREADY_EXISTS, message);
            case Errno.ACCESS, Errno.PERM, Errno.READ_ONLY ->
                    new Fault(Code.PERMISSION_DENIED, message);
            case Errno.NO_SPACE, Errno.QUOTA -> new Fault(Code.RESOURCE_EXHAUSTED, message);
            default -> new Fault(Code.INTERNAL, message);
        };
    }
}
