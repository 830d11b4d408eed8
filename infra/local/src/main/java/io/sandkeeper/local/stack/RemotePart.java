package io.sandkeeper.local.stack;

import java.util.List;

/** A real one that runs elsewhere: it is only looked for, never started or stopped. */
record RemotePart(String name, String address, Probe probe) implements Part {
    @Override
    public void start() {
        if (!probe.answers()) {
            throw new PartFailed(name, "does not answer at " + address, List.of());
        }
    }
}
