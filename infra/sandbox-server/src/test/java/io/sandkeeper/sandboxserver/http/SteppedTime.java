package io.sandkeeper.sandboxserver.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

final class SteppedTime implements InstantSource {
    private volatile Instant now = Instant.parse("2026-03-04T05:06:07Z");

    void advance(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public Instant instant() {
        return now;
    }
}
