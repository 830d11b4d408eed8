package io.sandkeeper.worker.provider.e2b;

import java.util.function.Supplier;

/**
 * Which of a call's two paths a server knows.
 *
 * <p>An older server says of the newer path what it says of a template or a sandbox that it does
 * not have. So, until a server has shown that it knows the newer path, an absence is asked for
 * again on the older one. And only success there teaches us anything: a proxy without a server
 * behind it does not.
 */
final class Dialect {
    private enum Version {
        UNSURE,
        NEWER,
        OLDER
    }

    private volatile Version version = Version.UNSURE;

    Said ask(Supplier<Said> newPath, Supplier<Said> oldPath) {
        if (version == Version.OLDER) {
            return oldPath.get();
        }
        var said = newPath.get();
        if (said.isUnknownPath() || (said.isAbsence() && version == Version.UNSURE)) {
            var second = oldPath.get();
            if (second instanceof Said.Yes) {
                version = Version.OLDER;
            }
            return second;
        }
        if (said instanceof Said.Yes) {
            version = Version.NEWER;
        }
        return said;
    }
}
