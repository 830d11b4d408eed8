package io.sandkeeper.worker.store;

import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Sandbox;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.session.Ticket;
import io.sandkeeper.worker.session.Use;
import io.sandkeeper.worker.store.SessionStore.UseFold;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What is stored of one session. */
public record Kept(
        Session session,
        List<Publication> outbox,
        List<Transition> history,
        Optional<Instant> dueAt,
        Optional<Instant> forgetAt) {
    private static final Set<State.Name> HOLDING =
            Set.of(
                    State.Name.CREATING,
                    State.Name.RECREATING,
                    State.Name.RUNNING,
                    State.Name.PAUSING,
                    State.Name.RESUMING,
                    State.Name.KILLING);

    static Kept after(SessionWrite write, @Nullable Kept kept, Duration retention) {
        var use = kept == null ? write.next().use() : kept.session().use();
        var versioned = Records.with(write.next(), "version", write.version());
        var session = milliseconds(Records.with(versioned, "use", use));
        var outbox = kept == null ? List.<Publication>of() : kept.outbox();
        var history = kept == null ? List.<Transition>of() : kept.history();
        return new Kept(
                session,
                joined(outbox, milliseconds(write.publications()), Integer.MAX_VALUE),
                joined(history, milliseconds(write.transitions()), SessionStore.HISTORY),
                milliseconds(write.dueAt()),
                session.state().name().ended() && session.condemned().isEmpty()
                        ? Optional.of(session.updatedAt().plus(retention))
                        : Optional.empty());
    }

    Optional<Instant> waitingSince() {
        return outbox.stream().findFirst().map(Publication::time);
    }

    SessionStore.Told told() {
        var waiting = outbox.stream().mapToLong(Publication::sequence).max().orElse(0);
        return new SessionStore.Told(session.ledger().sequence(), waiting);
    }

    Kept trimmed(long upTo) {
        return new Kept(
                session,
                outbox.stream().filter(one -> one.sequence() > upTo).toList(),
                history,
                dueAt,
                forgetAt);
    }

    Kept used(UseFold fold) {
        var use =
                new Use(
                        later(session.use().lastActivity(), fold.lastActivity()),
                        later(session.use().busyUntil(), fold.busyUntil()));
        return new Kept(
                milliseconds(Records.with(session, "use", use)), outbox, history, dueAt, forgetAt);
    }

    Stream<String> sandboxes() {
        var current = session.state().current().stream().map(Sandbox::id);
        var condemned = session.condemned().stream().flatMap(one -> one.sandbox().stream());
        return Stream.concat(current, condemned).map(SandboxId::value);
    }

    boolean isLeasedBy(String worker) {
        return session.operation()
                .flatMap(Operation::lease)
                .filter(lease -> lease.worker().equals(worker))
                .isPresent();
    }

    Optional<Ticket> ticket() {
        return session.state() instanceof State.Queued queued ? queued.ticket() : Optional.empty();
    }

    long rank() {
        return ticket().orElseThrow().rank();
    }

    boolean isHoldingAPlaceIn(Optional<String> region) {
        return session.profile().region().equals(region)
                && HOLDING.contains(session.state().name());
    }

    boolean isForgettable(Instant now) {
        return forgetAt.filter(at -> !at.isAfter(now)).isPresent();
    }

    boolean isDue(Instant now) {
        return dueAt.filter(at -> !at.isAfter(now)).isPresent();
    }

    boolean hasWaitedSince(Instant before) {
        return waitingSince().filter(since -> since.isBefore(before)).isPresent();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static <T> List<T> joined(List<T> one, List<T> other, int most) {
        var all = Stream.concat(one.stream(), other.stream()).toList();
        return all.subList(Math.max(0, all.size() - most), all.size());
    }

    static <T> T milliseconds(T value) {
        return Records.mapped(
                value,
                leaf -> leaf instanceof Instant time ? time.truncatedTo(ChronoUnit.MILLIS) : leaf);
    }
}
