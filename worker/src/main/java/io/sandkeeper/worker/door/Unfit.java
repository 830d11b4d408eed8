package io.sandkeeper.worker.door;

import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.StoreRefused;
import io.sandkeeper.worker.store.StoreUnavailable;
import io.sandkeeper.worker.store.Written;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Sessions of a batch that the store could not read or did not take, each for a reason. */
final class Unfit {
    private final Map<String, String> reasons = new TreeMap<>();
    private final Set<Written.Refusal> refusals = EnumSet.noneOf(Written.Refusal.class);

    void unreadable(Map<SessionId, String> sessions) {
        sessions.forEach((id, reason) -> reasons.put(id.value(), "unreadable: " + reason));
    }

    void refused(Map<SessionId, Written.Refusal> sessions) {
        sessions.forEach((id, refusal) -> reasons.put(id.value(), refusal.name()));
        refusals.addAll(sessions.values());
    }

    /** One whose outbox is full only has to wait; but that must not make a whole batch wait. */
    void complain() {
        if (reasons.size() == 1 && refusals.contains(Written.Refusal.OUTBOX_FULL)) {
            throw new StoreUnavailable("too much waits to be published: " + reasons);
        }
        if (!reasons.isEmpty()) {
            throw new StoreRefused("the store cannot take this in: " + reasons);
        }
    }
}
