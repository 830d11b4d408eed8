package io.sandkeeper.worker.provider.e2b;

import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Provider.Order;
import io.sandkeeper.worker.session.Failure;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** Samples for the tests of the adapter. */
final class Orders {
    static final String KEY = "e2b_5ecre7key";
    static final String MADE =
            "{\"sandboxID\":\"i1\",\"templateID\":\"base\",\"clientID\":\"c\",\"envdVersion\":\"0.6.13\",\"envdAccessToken\":\"t0ken\"}";
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private Orders() {}

    static Order order() {
        return new Order(
                "base",
                Duration.ofMinutes(30),
                Map.of("fleet", "f1"),
                Map.of("PASSWORD", "correct-horse-battery"),
                "a1b2",
                false);
    }

    static Order withAutoPause() {
        var plain = order();
        return new Order(
                plain.template(),
                plain.timeout(),
                plain.metadata(),
                plain.environment(),
                plain.idempotencyKey(),
                true);
    }

    /** Impatient, so that tests are quick. */
    static E2bProvider provider(URI url) {
        return provider(url, Duration.ofSeconds(10));
    }

    static E2bProvider provider(URI url, Duration callTime) {
        return new E2bProvider(
                E2bSettings.of(url, new ApiKey(KEY))
                        .withSandboxUrl(url)
                        .withTimes(callTime.dividedBy(2), callTime),
                InstantSource.fixed(NOW));
    }

    static Failure failure(Answer<?> answer) {
        if (answer instanceof Answer.Failed<?>(var failure)) {
            return failure;
        }
        throw new AssertionError("not a failure: " + answer);
    }
}
