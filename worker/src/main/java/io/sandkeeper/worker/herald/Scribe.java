package io.sandkeeper.worker.herald;

import io.sandkeeper.worker.door.Herald;
import io.sandkeeper.worker.session.Lifespan;
import io.sandkeeper.worker.session.Notice;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.Publication;

import java.util.List;

/** Words what another one publishes, and knows what a session alone does not tell: its end. */
public final class Scribe implements Herald {
    private final Lifespan lifespan;
    private final Herald herald;

    public Scribe(Lifespan lifespan, Herald herald) {
        this.lifespan = lifespan;
        this.herald = herald;
    }

    @Override
    public List<Publication> word(Session session, List<Notice> notices) {
        return Wording.of(session, notices, lifespan.expiresAt(session));
    }

    @Override
    public void publish(SessionId session, List<Publication> publications) {
        herald.publish(session, publications);
    }
}
