package io.sandkeeper.events;

import java.time.Duration;

/** When an unused sandbox goes to sleep. */
public sealed interface AutoPause {
    Never NEVER = new Never();

    static AutoPause after(Duration idle) {
        return idle.isZero() ? NEVER : new After(idle);
    }

    /** Zero stands for never, as it does in the events. */
    Duration orZero();

    record After(Duration idle) implements AutoPause {
        public After {
            if (idle.isNegative() || idle.isZero()) {
                throw new IllegalArgumentException("an idle time is positive");
            }
        }

        @Override
        public Duration orZero() {
            return idle;
        }
    }

    record Never() implements AutoPause {
        @Override
        public Duration orZero() {
            return Duration.ZERO;
        }
    }
}
