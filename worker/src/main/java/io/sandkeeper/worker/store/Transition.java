package io.sandkeeper.worker.store;

import io.sandkeeper.worker.session.Cause;
import io.sandkeeper.worker.session.Notice;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.State;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A line of a session's history: it came into this state, then, for this reason. */
public record Transition(State.Name state, Instant at, Cause cause) {
    /**
     * The changes of state among what a session tells, in order; progress within a state is none.
     */
    public static List<Transition> told(Session before, List<Notice> notices) {
        var transitions = new ArrayList<Transition>();
        var last = before.isNew() ? null : before.state().name();
        for (var notice : notices) {
            if (notice.state() != last) {
                last = notice.state();
                transitions.add(new Transition(last, notice.at(), notice.cause()));
            }
        }
        return List.copyOf(transitions);
    }
}
