package io.sandkeeper.worker.door;

import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Everybody gets a hand, and nothing is done with it. */
final class FreeHands implements Hands {
    private final List<SessionId> begun = new ArrayList<>();
    private final InstantSource clock;
    private int taken;

    FreeHands(InstantSource clock) {
        this.clock = clock;
    }

    List<SessionId> begun() {
        return begun;
    }

    /** Hands that were given and neither used nor given back. */
    int kept() {
        return taken - begun.size();
    }

    @Override
    public Map<SessionId, Permit> reserve(List<Session> due) {
        taken += due.size();
        var lease = new Operation.Lease("w", clock.instant());
        return due.stream().collect(Collectors.toMap(Session::id, _ -> new Permit.Granted(lease)));
    }

    @Override
    public boolean takeUpAgain(Session session) {
        return false;
    }

    @Override
    public void giveBack(Session session) {
        taken--;
    }

    @Override
    public void begin(Session session) {
        begun.add(session.id());
    }

    @Override
    public void destroyCondemned(Session session) {}
}
