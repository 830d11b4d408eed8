package io.sandkeeper.sandboxserver.events;

import java.util.List;
import java.util.Optional;

/** An event on its way to a webhook, with every attempt so far. */
public record Delivery(String id, Event event, List<Attempt> attempts) {
    /**
     * One attempt.
     *
     * @param status what the receiver answered, if it answered
     */
    public record Attempt(String timestamp, Optional<Integer> status, String error) {
        public boolean succeeded() {
            return status.filter(code -> code >= 200 && code < 300).isPresent();
        }
    }

    public boolean succeeded() {
        return attempts.stream().anyMatch(Attempt::succeeded);
    }
}
