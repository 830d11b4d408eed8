package io.sandkeeper.worker.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One session, and time that a test moves: its own timers ring when they are due, and whatever it
 * wants of the provider succeeds at once.
 */
final class Life {
    /** What was told, and when. */
    record Told(Instant at, Notice.Kind kind, Cause cause) {}

    private final Lifecycle lifecycle;
    private final List<Told> told = new ArrayList<>();
    private Session session;
    private Instant now = Samples.NOW;
    private final boolean copies;
    private int number;
    private int copied;

    Life(Policy policy, Profile profile) {
        this.lifecycle = new Lifecycle(policy);
        this.copies = !policy.care().archiveEvery().isZero();
        var request = new Signal.Requested(origin(), Samples.OWNER, profile);
        var opened = (Decision.Step) lifecycle.decideUnknown(Samples.ID, request, now);
        this.session = opened.next();
        remember(opened.notices());
        serve();
    }

    Session session() {
        return session;
    }

    Instant now() {
        return now;
    }

    State.Running running() {
        return (State.Running) session.state();
    }

    /**
     * Moves time, and stops at each of the session's timers on the way; but not at what only the
     * provider can end, such as a sandbox that must go.
     */
    void pass(Duration time) {
        var end = now.plus(time);
        for (var due = nextDue(end); due.isPresent(); due = nextDue(end)) {
            now = due.get().isAfter(now) ? due.get() : now;
            signal(new Signal.TimerFired());
            serve();
        }
        now = end;
    }

    /** Moves time alone: what is due is left to the test. */
    void passTo(Instant time) {
        now = time;
    }

    private Optional<Instant> nextDue(Instant end) {
        return session.condemned().isEmpty()
                ? lifecycle.dueAt(session).filter(due -> !due.isAfter(end))
                : Optional.empty();
    }

    /** As the store does: without a decision, and never backwards. */
    void use() {
        use(new Use(now, session.use().busyUntil()));
    }

    void busy(Duration time) {
        use(new Use(now, now.plus(time)));
    }

    private void use(Use use) {
        session =
                new Session(
                        session.id(),
                        session.owner(),
                        session.profile(),
                        session.desired(),
                        session.state(),
                        session.generation(),
                        session.condemned(),
                        session.operation(),
                        use,
                        session.ledger(),
                        session.tally(),
                        session.care(),
                        session.createdAt(),
                        session.updatedAt(),
                        session.version());
    }

    Decision signal(Signal signal) {
        var decision = lifecycle.decide(session, signal, now);
        switch (decision) {
            case Decision.Step(var next, var notices) -> {
                session = next;
                remember(notices);
            }
            case Decision.Refuse(var next, var notices, _) -> {
                session = next;
                remember(notices);
            }
            case Decision.Ignore _ -> {}
        }
        return decision;
    }

    private void serve() {
        while (session.operation().filter(one -> !one.dueAt().isAfter(now)).isPresent()) {
            signal(new Signal.TakenUp(new Operation.Lease("w", now)));
            var operation = session.operation().orElseThrow();
            signal(outcome(operation));
        }
    }

    private Signal outcome(Operation operation) {
        var generation = session.generation();
        return switch (operation.kind()) {
            case CREATE ->
                    new Signal.Created(
                            generation,
                            new Sandbox(
                                    new SandboxId("box-" + generation),
                                    generation,
                                    "base",
                                    Optional.empty(),
                                    now,
                                    0),
                            Remarks.NONE);
            case PAUSE ->
                    new Signal.PauseDone(
                            generation, copies ? Optional.of(archived()) : Optional.empty());
            case RESUME -> new Signal.ResumeDone(generation, Optional.empty());
            case ARCHIVE -> new Signal.ArchiveDone(generation, operation.turn(), archived());
            case VERIFY ->
                    new Signal.Verified(
                            generation,
                            operation.turn(),
                            DataLoss.none(session.care().seal().orElseThrow().archive()));
            case EXTEND ->
                    new Signal.Extended(
                            generation, operation.turn(), Lifespan.DEFAULT.of(session.profile()));
        };
    }

    private Archived archived() {
        var id = new ArchiveId("a-" + ++copied);
        return new Archived(new Archive(id, now, 3, 300), Duration.ofMillis(20), 100, 0, List.of());
    }

    /** How many copies were made. */
    int copied() {
        return copied;
    }

    Origin origin() {
        return new Origin(
                new EventId("e-" + ++number),
                "any",
                "u-1",
                now,
                Optional.of(new RequestId("r-" + number)),
                Optional.empty(),
                Optional.empty());
    }

    private void remember(List<Notice> notices) {
        notices.forEach(notice -> told.add(new Told(now, notice.kind(), notice.cause())));
    }

    <K extends Notice.Kind> List<Instant> toldAt(Class<K> kind) {
        return told.stream().filter(one -> kind.isInstance(one.kind())).map(Told::at).toList();
    }

    List<String> told() {
        return told.stream().map(one -> one.kind().getClass().getSimpleName()).toList();
    }

    Told last() {
        return told.getLast();
    }
}
