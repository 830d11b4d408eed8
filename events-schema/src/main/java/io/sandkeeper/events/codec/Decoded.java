package io.sandkeeper.events.codec;

import io.sandkeeper.events.Envelope;
import io.sandkeeper.events.Event;

/** What a record turned out to be. */
public sealed interface Decoded {
    record Accepted(Envelope<? extends Event> envelope) implements Decoded {
        public Event data() {
            return envelope.data();
        }
    }

    record Rejected(Rejection rejection) implements Decoded {}
}
