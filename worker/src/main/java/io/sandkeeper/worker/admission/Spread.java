package io.sandkeeper.worker.admission;

import io.sandkeeper.worker.session.SessionId;

import java.time.Duration;

/** A delay by a hash of the session: thousands that wait for one moment do not come at once. */
final class Spread {
    private Spread() {}

    static Duration of(SessionId session, Duration most) {
        var share = Math.floorMod(session.value().hashCode() * 0x9E3779B9, 1000);
        return most.multipliedBy(share).dividedBy(1000);
    }
}
