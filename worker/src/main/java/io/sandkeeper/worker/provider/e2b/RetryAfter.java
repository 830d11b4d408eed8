package io.sandkeeper.worker.provider.e2b;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/** How long a server wants to be left alone. */
final class RetryAfter {
    /** At once again would be a storm: being told to slow down costs no attempt. */
    static final Duration SHORTEST = Duration.ofSeconds(1);

    /** A slip of the provider must not put sessions to sleep for a year. */
    static final Duration LONGEST = Duration.ofHours(1);

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,18}");

    private RetryAfter() {}

    static Optional<Duration> read(HttpHeaders headers, Instant now) {
        return headers.firstValue("Retry-After")
                .map(String::strip)
                .flatMap(text -> seconds(text).or(() -> until(text, now)))
                .or(() -> windowEnd(headers))
                .map(RetryAfter::bounded);
    }

    /**
     * Servers send the rate's headers with every answer. They speak of this refusal only when the
     * rate is used up; a refusal for a full account comes with some of it left.
     */
    private static Optional<Duration> windowEnd(HttpHeaders headers) {
        return headers.firstValue("RateLimit-Remaining")
                .map(String::strip)
                .filter("0"::equals)
                .flatMap(_ -> headers.firstValue("RateLimit-Reset"))
                .flatMap(text -> seconds(text.strip()));
    }

    private static Optional<Duration> seconds(String text) {
        return SECONDS.matcher(text).matches()
                ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
                : Optional.empty();
    }

    private static Optional<Duration> until(String text, Instant now) {
        try {
            var then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return Optional.of(Duration.between(now, then));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration wait) {
        if (wait.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
