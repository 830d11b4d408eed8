package io.sandkeeper.sandboxserver.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Something that changed in a sandbox's life, for whoever wants to be told. */
public sealed interface Happening {
    /** For the sandbox's log. */
    String sentence();

    record Created() implements Happening {
        @Override
        public String sentence() {
            return "sandbox created";
        }
    }

    record Paused(Instant startedAt, Duration ran) implements Happening {
        @Override
        public String sentence() {
            return "sandbox paused";
        }
    }

    record Resumed() implements Happening {
        @Override
        public String sentence() {
            return "sandbox resumed";
        }
    }

    record Killed(Instant startedAt, Duration ran, KillReason reason) implements Happening {
        @Override
        public String sentence() {
            return "sandbox killed";
        }
    }

    record TimeoutSet(Instant endAt) implements Happening {
        @Override
        public String sentence() {
            return "sandbox timeout set";
        }
    }

    record NetworkSet(List<String> allowOut, List<String> denyOut) implements Happening {
        @Override
        public String sentence() {
            return "sandbox network set";
        }
    }

    record Checkpointed() implements Happening {
        @Override
        public String sentence() {
            return "sandbox checkpointed";
        }
    }
}
