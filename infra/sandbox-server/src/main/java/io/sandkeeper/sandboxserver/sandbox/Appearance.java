package io.sandkeeper.sandboxserver.sandbox;

import java.time.Instant;

/** What the outside is shown of a sandbox's state; between two states it looks paused. */
public record Appearance(Shown state, Instant startedAt, Instant endAt) {
    public enum Shown {
        RUNNING("running"),
        PAUSED("paused");

        private final String word;

        Shown(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
