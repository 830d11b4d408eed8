package io.sandkeeper.sandboxserver.sandbox;

import java.time.Instant;

/** Is told what happens to sandboxes, in order for each; must not take long. */
@FunctionalInterface
public interface Witness {
    void saw(Sandbox sandbox, Happening happening, Instant at);
}
