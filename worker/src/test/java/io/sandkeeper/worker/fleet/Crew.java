package io.sandkeeper.worker.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.door.Door;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.store.InMemorySessionStore;
import io.sandkeeper.worker.store.Records;
import io.sandkeeper.worker.store.Sessions;
import io.sandkeeper.worker.store.StoreUnavailable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Some workers, the clock that they see, and the store that they share. */
final class Crew {
    static final Duration LEASE_TIME = Duration.ofSeconds(15);
    static final Duration BEAT = LEASE_TIME.dividedBy(5);

    final Away roster = new Away(new InMemoryRoster());
    final InMemorySessionStore store = new InMemorySessionStore(Duration.ofDays(1));
    private long nanos = 1_000;

    void pass(Duration time) {
        nanos += time.toNanos();
    }

    static Operation.Lease lease(String worker) {
        return new Operation.Lease(worker, Sessions.NOW);
    }

    SessionId lease(String id, Member member) {
        var operation =
                new Operation(
                        Operation.Kind.PAUSE,
                        1,
                        1,
                        1,
                        0,
                        false,
                        0,
                        Sessions.NOW,
                        Optional.of(lease(member.fleet.worker())));
        write(Records.with(Sessions.fresh(id), "operation", Optional.of(operation)));
        return new SessionId(id);
    }

    void release(SessionId id) {
        var leased = store.kept(id).orElseThrow().session();
        write(Records.with(leased, "operation", Optional.<Operation>empty()));
    }

    private void write(Session session) {
        assertThat(store.write(List.of(Sessions.touch(session))).done(session.id())).isTrue();
    }

    final class Member implements Door {
        final List<Map.Entry<SessionId, Signal>> told = new ArrayList<>();
        final Fleet fleet;

        Member(String name) {
            fleet = new Fleet(name, LEASE_TIME, roster, store, this, () -> nanos);
        }

        boolean holds() {
            return fleet.holds(lease(fleet.worker()));
        }

        @Override
        public CompletableFuture<Void> pass(SessionId session, Signal signal) {
            throw new UnsupportedOperationException("nobody waits for a lost lease");
        }

        @Override
        public void insist(SessionId session, Signal signal) {
            throw new UnsupportedOperationException("a lost lease is found again");
        }

        @Override
        public void remind(SessionId session, Signal signal) {
            told.add(Map.entry(session, signal));
        }
    }

    /** A roster that can be out of reach, or slow. */
    static final class Away implements Roster {
        private final Roster roster;
        boolean isAway;
        Runnable beforeNextBeat = () -> {};

        Away(Roster roster) {
            this.roster = roster;
        }

        private Roster reached() {
            if (isAway) {
                throw new StoreUnavailable("told to be away");
            }
            return roster;
        }

        @Override
        public void enter(String worker) {
            reached().enter(worker);
        }

        @Override
        public boolean beat(String worker, long count) {
            var before = beforeNextBeat;
            beforeNextBeat = () -> {};
            before.run();
            return reached().beat(worker, count);
        }

        @Override
        public Map<String, Long> beats() {
            return reached().beats();
        }

        @Override
        public void strike(String worker) {
            reached().strike(worker);
        }
    }
}
