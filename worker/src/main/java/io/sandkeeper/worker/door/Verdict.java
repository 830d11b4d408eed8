package io.sandkeeper.worker.door;

import io.sandkeeper.worker.session.Decision;
import io.sandkeeper.worker.session.Lifecycle;
import io.sandkeeper.worker.session.Notice;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.store.Publication;
import io.sandkeeper.worker.store.SessionWrite;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a batch's signals make of one session, decided one after the other. */
final class Verdict {
    private final SessionId id;
    private final Optional<Session> before;
    private final List<Notice> notices = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private Optional<Session> now;
    private List<Publication> publications = List.of();
    private boolean changed;
    private boolean takenUp;
    private final boolean onlyIfNew;

    Verdict(SessionId id, Optional<Session> stored) {
        this(id, stored, false);
    }

    private Verdict(SessionId id, Optional<Session> stored, boolean onlyIfNew) {
        this.onlyIfNew = onlyIfNew;
        this.id = id;
        this.before = stored;
        this.now = stored;
    }

    /** Of a session that was not looked for: it holds if there is none. */
    static Verdict ifNew(SessionId id) {
        return new Verdict(id, Optional.empty(), true);
    }

    boolean isOnlyIfNew() {
        return onlyIfNew;
    }

    /** A decision on the way to the verdict. */
    record Step(Optional<Session> before, Signal signal, Decision decision) {}

    Decision decide(Lifecycle lifecycle, Signal signal, Instant at) {
        var decision =
                now.map(session -> lifecycle.decide(session, signal, at))
                        .orElseGet(() -> lifecycle.decideUnknown(id, signal, at));
        steps.add(new Step(now, signal, decision));
        switch (decision) {
            case Decision.Step(var next, var told) -> apply(next, told);
            case Decision.Refuse(var next, var told, _) -> apply(next, told);
            case Decision.Ignore _ -> {}
        }
        return decision;
    }

    List<Step> steps() {
        return steps;
    }

    private void apply(Session next, List<Notice> told) {
        now = Optional.of(next);
        notices.addAll(told);
        changed = true;
    }

    boolean changed() {
        return changed;
    }

    Optional<Session> session() {
        return now;
    }

    /** What it becomes; there is one when something changed. */
    Session next() {
        return now.orElseThrow();
    }

    /**
     * What was read; for a session that was not there, what it is now: its version says that it is
     * new.
     */
    Session before() {
        return before.or(this::session).orElseThrow();
    }

    List<Notice> notices() {
        return notices;
    }

    /** The session, when its operation waits for a hand. */
    Optional<Session> dueOperation(Instant at) {
        return now.filter(
                session ->
                        session.operation()
                                .filter(operation -> operation.lease().isEmpty())
                                .filter(operation -> !operation.dueAt().isAfter(at))
                                .isPresent());
    }

    /** The last decision gave the operation to a hand of this worker. */
    void takenUp() {
        takenUp = true;
    }

    boolean isTakenUp() {
        return takenUp;
    }

    SessionWrite written(SessionWrite write) {
        publications = write.publications();
        return write;
    }

    List<Publication> publications() {
        return publications;
    }
}
