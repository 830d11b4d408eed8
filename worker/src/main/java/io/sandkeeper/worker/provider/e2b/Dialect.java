package io.sandkeeper.worker.provider.e2b;

import java.util.function.Supplier;

/**
 * Whether a server knows the newer path of a call. Learnt only from a server that answers on the
 * older one: a proxy without a server behind it must not teach us anything.
 */
final class Dialect {
    private volatile boolean older;

    Said ask(Supplier<Said> newPath, Supplier<Said> oldPath) {
        if (older) {
            return oldPath.get();
        }
        var said = newPath.get();
        if (!said.isUnknownPath()) {
            return said;
        }
        var second = oldPath.get();
        older = second.isProvidersOwn();
        return second;
    }
}
