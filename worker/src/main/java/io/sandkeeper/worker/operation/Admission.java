package io.sandkeeper.worker.operation;

import io.sandkeeper.worker.door.Permit;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;

import java.util.List;
import java.util.Map;

/** Decides whether a due operation may begin, and learns from what operations come to. */
public interface Admission {
    /** Everything may begin. */
    Admission OPEN =
            new Admission() {
                @Override
                public Map<SessionId, Permit.NotNow> heldBack(List<Session> due) {
                    return Map.of();
                }

                @Override
                public void begun(Session session) {}

                @Override
                public void ended(Session session) {}

                @Override
                public List<Signal.Outcome> judged(Session session, List<Signal.Outcome> outcomes) {
                    return outcomes;
                }

                @Override
                public void heard(Session session, List<? extends Signal> signals) {}
            };

    /**
     * Those that may not begin now, each with what it is told. In a quiet lane it costs nothing.
     */
    Map<SessionId, Permit.NotNow> heldBack(List<Session> due);

    /** The session's operation is under way, until it has {@link #ended}. Never fails. */
    void begun(Session session);

    /** Whatever it came to. Never fails. */
    void ended(Session session);

    /**
     * The same outcomes as they count for the session: who was let through only to see whether a
     * provider works again does not pay for that. To be asked before they are heard. Never fails.
     */
    List<Signal.Outcome> judged(Session session, List<Signal.Outcome> outcomes);

    /**
     * What the session's operation, or one of its kills, came to. Called after these signals went
     * to the door. Never fails.
     */
    void heard(Session session, List<? extends Signal> signals);
}
