package io.sandkeeper.sandboxserver.sandbox;

import java.nio.file.Path;
import java.time.Duration;

/** What somebody, or the clock, wants of a sandbox. */
public sealed interface Operation {
    record Pause(Keep keep) implements Operation {}

    /**
     * Running if it is not yet, and for at least so long; what of a pause is kept matters only
     * then.
     */
    record Connect(Duration timeout, Keep keep) implements Operation {
        public Connect(Duration timeout) {
            this(timeout, Keep.MEMORY);
        }
    }

    /** Running, but only if it is paused. */
    record Resume(Duration timeout, Keep keep) implements Operation {
        public Resume(Duration timeout) {
            this(timeout, Keep.MEMORY);
        }
    }

    /** Ends so long from now, be that later or sooner. */
    record SetTimeout(Duration timeout) implements Operation {}

    /** Ends so long from now, if that is later. */
    record Refresh(Duration timeout) implements Operation {}

    record Kill(KillReason reason) implements Operation {}

    /** Its files, copied to a folder that exists, to start others from. */
    record Fork(Path target) implements Operation {}

    /** Its files, copied to a folder that exists, to be kept under a name. */
    record Snapshot(Path target) implements Operation {}

    /** The network rules are to change. */
    record Reconfigure() implements Operation {}

    /** Somebody talks to it. */
    record Traffic(Caller caller) implements Operation {}

    /** The clock says that its time may be up. */
    record TimeUp() implements Operation {}

    /** Whether the one who talks to a sandbox has shown that they may wake it. */
    enum Caller {
        TRUSTED,
        UNKNOWN
    }
}
