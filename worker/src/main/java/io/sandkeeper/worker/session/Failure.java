package io.sandkeeper.worker.session;

import java.time.Duration;
import java.util.Optional;

/**
 * Why an operation did not succeed, as far as decisions care. Made in one place from statuses and
 * codes, never from sentences.
 */
public sealed interface Failure {
    String evidence();

    /** The provider will never do it: a bad request, a template that it does not know. */
    record Permanent(String evidence) implements Failure {}

    /** The provider does not take our key. Nobody's session is at fault. */
    record KeyRefused(int status, String evidence) implements Failure {}

    /** Not now: a rate limit, or a full account. Costs no attempt. */
    record Limited(Optional<Duration> retryAfter, String evidence) implements Failure {}

    /** Something else is happening to it; look again soon. */
    record Conflict(String evidence) implements Failure {}

    record Transient(String evidence) implements Failure {}

    /** It may have been done. Only looking tells. */
    record Unknown(String evidence) implements Failure {}

    /**
     * It was let through only to see whether the provider works again, and it does not. Costs no
     * attempt: nobody chose to be the probe.
     *
     * @param failure what came of it
     */
    record AsProbe(Failure failure) implements Failure {
        @Override
        public String evidence() {
            return failure.evidence();
        }
    }
}
