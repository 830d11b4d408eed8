package io.sandkeeper.sandboxserver.sandbox;

import java.util.HashSet;
import java.util.Set;

/**
 * The places for running sandboxes. Kept as the set of those that have one, not as a count: giving
 * a place back twice, or the place of somebody else, is impossible.
 */
final class Slots {
    private final int most;
    private final Set<SandboxId> taken = new HashSet<>();

    Slots(int most) {
        this.most = most;
    }

    synchronized boolean take(SandboxId id) {
        if (!taken.contains(id) && taken.size() >= most) {
            return false;
        }
        taken.add(id);
        return true;
    }

    synchronized void giveBack(SandboxId id) {
        taken.remove(id);
    }

    synchronized int taken() {
        return taken.size();
    }

    int most() {
        return most;
    }
}
