package io.sandkeeper.worker.simulation;

import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;

/**
 * A record of the requests' topic.
 *
 * @param repeats it was sent before, as the same event or as a new event with the same request id
 */
record Request(SessionId session, Signal.Intent intent, boolean repeats) {
    @Override
    public String toString() {
        var origin = intent.origin();
        return "%s %s %s%s"
                .formatted(
                        session.value(),
                        intent.getClass().getSimpleName(),
                        origin.event().value(),
                        repeats ? " again" : "");
    }
}
