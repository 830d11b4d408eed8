package io.sandkeeper.worker.session;

import java.time.Duration;
import java.util.Optional;

/** What may be changed while a session lives; what is absent stays. */
public record Settings(
        Optional<Duration> autoPause, Optional<Wake> wake, Optional<Duration> healthEvery) {
    public Settings(Optional<Duration> autoPause, Optional<Wake> wake) {
        this(autoPause, wake, Optional.empty());
    }
}
