package io.sandkeeper.worker.door;

import io.sandkeeper.worker.session.SessionId;

/**
 * So much of this session waits to be published that it tells nothing more for now. Nothing was
 * decided. It concerns nobody else, and ends as soon as something is published.
 */
public final class NoRoom extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NoRoom(SessionId session) {
        super("session=" + session + " has no room: too much of it waits to be published");
    }
}
