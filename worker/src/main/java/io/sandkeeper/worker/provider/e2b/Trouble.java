package io.sandkeeper.worker.provider.e2b;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** How a call can come to nothing. */
sealed interface Trouble {
    /** It never left: whatever it asked for did not happen. */
    record Unsent(String why) implements Trouble {}

    /** It left, or may have left, and no whole answer came back. */
    record Lost(String why) implements Trouble {}

    /** It was answered with success and something that we cannot read. */
    record Garbled(int status) implements Trouble {}

    /** A stream of the daemon ended with one of the Connect protocol's codes. */
    record Stopped(String code) implements Trouble {}

    /**
     * @param code the status that the body itself names: only the provider's own bodies have it,
     *     those of proxies and of other servers do not
     * @param retryAfter how long the provider wants to be left alone
     * @param excerpt what the body said, for people only
     */
    record Refused(
            int status,
            OptionalInt code,
            Optional<String> errorCode,
            Optional<Duration> retryAfter,
            String excerpt)
            implements Trouble {

        boolean isProvidersOwn() {
            return code.isPresent() && code.getAsInt() == status;
        }

        /** The provider, and nobody in between, says that it does not have it. */
        boolean isAbsence() {
            return status == 404 && isProvidersOwn();
        }

        /** The server does not know what was asked for, as one of an older protocol would not. */
        boolean isUnknownPath() {
            return (status == 404 && code.isEmpty()) || status == 405;
        }

        String evidence() {
            return status
                    + errorCode.map(text -> ' ' + text).orElse("")
                    + (excerpt.isEmpty() ? "" : ": " + excerpt);
        }
    }
}
