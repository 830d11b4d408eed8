package io.sandkeeper.worker.door;

import io.sandkeeper.worker.session.Decision;
import io.sandkeeper.worker.session.Lifecycle;
import io.sandkeeper.worker.session.Notice;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;

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
    private boolean changed;

    Verdict(SessionId id, Optional<Session> stored) {
        this.id = id;
        this.before = stored;
        this.now = stored;
    }

    /** A decision on the way to the verdict. */
    record Step(Optional<Session> before, Signal signal, Decision decision) {}

    void decide(Lifecycle lifecycle, Signal signal, Instant at) {
        var decision =
                now.map(session -> lifecycle.decide(session, signal, at))
                        .orElseGet(() -> lifecycle.decideUnknown(id, signal, at));
        steps.add(new Step(now, signal, decision));
        switch (decision) {
            case Decision.Step(var next, var told) -> apply(next, told);
            case Decision.Refuse(var next, var told, _) -> apply(next, told);
            case Decision.Ignore _ -> {}
        }
    }

    SessionId id() {
        return id;
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

    boolean hasDueOperation(Instant at) {
        return now.flatMap(Session::operation)
                .filter(operation -> operation.lease().isEmpty())
                .filter(operation -> !operation.dueAt().isAfter(at))
                .isPresent();
    }

    /** True when this verdict gave the operation a new lease. */
    boolean leased() {
        return now.flatMap(Session::operation)
                .filter(operation -> operation.lease().isPresent())
                .filter(
                        operation ->
                                before.flatMap(Session::operation).map(Operation::turn).orElse(0)
                                                != operation.turn()
                                        || before.flatMap(Session::operation)
                                                        .map(Operation::generation)
                                                        .orElse(0L)
                                                != operation.generation()
                                        || before.flatMap(Session::operation)
                                                .map(Operation::kind)
                                                .filter(operation.kind()::equals)
                                                .isEmpty())
                .isPresent();
    }
}
