package io.sandkeeper.worker.session;

import java.util.List;

/** What becomes of a session. */
public sealed interface Decision {
    /**
     * @param notices what to tell the world, numbered; stored with the session in one write
     */
    record Step(Session next, List<Notice> notices) implements Decision {
        public Step {
            notices = List.copyOf(notices);
        }
    }

    /** The caller erred, and is told so. */
    record Refuse(Session next, List<Notice> notices, Refusal reason) implements Decision {
        public Refuse {
            notices = List.copyOf(notices);
        }
    }

    record Ignore(Idle reason) implements Decision {}
}
