package io.sandkeeper.worker.simulation;

import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.Found;
import io.sandkeeper.worker.store.SessionStore;
import io.sandkeeper.worker.store.SessionWrite;
import io.sandkeeper.worker.store.StoreUnavailable;
import io.sandkeeper.worker.store.Transition;
import io.sandkeeper.worker.store.Written;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** One worker's way to the store: anything may happen before a call, and after it. */
final class FaultyStore implements SessionStore {
    private final SessionStore store;
    private final Timeline timeline;
    private final Faults faults;
    private final Witness witness;
    private final String worker;

    FaultyStore(
            SessionStore store, Timeline timeline, Faults faults, Witness witness, String worker) {
        this.store = store;
        this.timeline = timeline;
        this.faults = faults;
        this.witness = witness;
        this.worker = worker;
    }

    @Override
    public Found load(Collection<SessionId> ids) {
        return ask("load", () -> store.load(ids));
    }

    @Override
    public Written write(List<SessionWrite> writes) {
        return ask(
                "write",
                () -> {
                    var written = store.write(writes);
                    writes.stream()
                            .filter(write -> written.done(write.id()))
                            .forEach(write -> witness.written(worker, write));
                    return written;
                });
    }

    @Override
    public Map<SessionId, Instant> dueBy(Set<Integer> buckets, Instant until, int limit) {
        return ask("due", () -> store.dueBy(buckets, until, limit));
    }

    @Override
    public List<Unpublished> unpublished(Set<Integer> buckets, Instant storedBefore, int limit) {
        return ask("unpublished", () -> store.unpublished(buckets, storedBefore, limit));
    }

    @Override
    public List<Unpublished> outboxes(Collection<SessionId> ids) {
        return ask("outboxes", () -> store.outboxes(ids));
    }

    @Override
    public Map<SessionId, Told> told(Collection<SessionId> ids) {
        return ask("told", () -> store.told(ids));
    }

    @Override
    public Map<SessionId, List<Transition>> histories(Collection<SessionId> ids) {
        return ask("histories", () -> store.histories(ids));
    }

    @Override
    public Found waiting(String lane, long above, int limit) {
        return ask("waiting", () -> store.waiting(lane, above, limit));
    }

    @Override
    public long countWaiting(String lane) {
        return ask("countWaiting", () -> store.countWaiting(lane));
    }

    @Override
    public long countHolding(Optional<String> region) {
        return ask("countHolding", () -> store.countHolding(region));
    }

    @Override
    public void published(Map<SessionId, Long> upTo) {
        ask(
                "published",
                () -> {
                    store.published(upTo);
                    return true;
                });
    }

    @Override
    public void used(Map<SessionId, UseFold> uses) {
        ask(
                "used",
                () -> {
                    store.used(uses);
                    return true;
                });
    }

    @Override
    public Map<String, SessionId> bySandbox(Collection<String> sandboxIds) {
        return ask("bySandbox", () -> store.bySandbox(sandboxIds));
    }

    @Override
    public Found leasedBy(String leasing, int limit) {
        return ask("leasedBy", () -> store.leasedBy(leasing, limit));
    }

    @Override
    public List<SessionId> forgettable(Instant now, int limit) {
        return ask("forgettable", () -> store.forgettable(now, limit));
    }

    @Override
    public void forget(Collection<SessionId> ids, Instant now) {
        ask(
                "forget",
                () -> {
                    store.forget(ids, now);
                    return true;
                });
    }

    private <T> T ask(String what, Supplier<T> call) {
        timeline.pause("before " + what);
        if (faults.storeFails()) {
            timeline.note(worker + " " + what + " fails");
            throw new StoreUnavailable("not done");
        }
        var answer = call.get();
        timeline.pause("after " + what);
        if (faults.storeFails()) {
            timeline.note(worker + " " + what + " loses its answer");
            throw new StoreUnavailable("done, and the answer lost");
        }
        return answer;
    }
}
