package io.sandkeeper.worker.door;

import io.sandkeeper.worker.session.Notice;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.Publication;

import java.util.List;

/** Puts notices into the words of the event contract, and publishes them once they are durable. */
public interface Herald {
    List<Publication> word(Session session, List<Notice> notices);

    /**
     * Called for one session in the order of its sequence. Returns at once. Whoever wrote what
     * comes before it may not have lived to tell it: what is missing in between is told first.
     */
    void publish(SessionId session, List<Publication> publications);
}
