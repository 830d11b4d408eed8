package io.sandkeeper.worker.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A step of one session in the making: what changes, and what is told about it, in that order. */
final class Change {
    private final SessionId id;
    private final Owner owner;
    private final Use use;
    private final Tally tally;
    private final Instant createdAt;
    private final long version;
    private final Instant now;
    private final List<Notice> notices = new ArrayList<>();
    private Profile profile;
    private Desired desired;
    private State state;
    private long generation;
    private List<Condemned> condemned;
    private Optional<Operation> operation;
    private Ledger ledger;
    private Care care;

    Change(Session session, Instant now) {
        this.id = session.id();
        this.owner = session.owner();
        this.use = session.use();
        this.tally = session.tally();
        this.createdAt = session.createdAt();
        this.version = session.version();
        this.now = now;
        this.profile = session.profile();
        this.desired = session.desired();
        this.state = session.state();
        this.generation = session.generation();
        this.condemned = session.condemned();
        this.operation = session.operation();
        this.ledger = session.ledger();
        this.care = session.care();
    }

    Change taking(Origin origin) {
        ledger = ledger.taking(origin);
        return this;
    }

    /** A newer intent wins; the one that it overtakes is told so. */
    Change want(Desired wanted, Origin origin) {
        if (wanted != desired) {
            supersede(origin);
        }
        desired = wanted;
        ledger = ledger.asking(origin.asked());
        return this;
    }

    Change supersede(Origin newer) {
        ledger.asked()
                .ifPresent(
                        overtaken ->
                                tell(
                                        newer.because("a newer request came"),
                                        new Notice.Superseded(overtaken, newer.request())));
        ledger = ledger.asking(Optional.empty());
        return this;
    }

    Change wantWithoutAsking(Desired wanted) {
        desired = wanted;
        return this;
    }

    Change fulfilled() {
        ledger = ledger.asking(Optional.empty());
        return this;
    }

    Change profile(Profile changed) {
        profile = changed;
        return this;
    }

    Change to(State next) {
        state = next;
        return this;
    }

    Change nextGeneration() {
        generation++;
        return this;
    }

    Change start(Operation.Kind kind, Instant due) {
        operation = Optional.of(Operation.first(kind, generation, due));
        return this;
    }

    Change operation(UnaryOperator<Operation> change) {
        operation = operation.map(change);
        return this;
    }

    Change care(UnaryOperator<Care> change) {
        care = change.apply(care);
        return this;
    }

    Change noOperation() {
        operation = Optional.empty();
        return this;
    }

    Change condemn(Condemned one) {
        var sandbox = one.sandbox();
        if (sandbox.isPresent()
                && condemned.stream().anyMatch(known -> known.sandbox().equals(sandbox))) {
            return this;
        }
        var more = new ArrayList<>(condemned);
        more.add(one);
        condemned = more;
        return this;
    }

    Change condemned(UnaryOperator<List<Condemned>> change) {
        condemned = change.apply(condemned);
        return this;
    }

    boolean nothingCondemned() {
        return condemned.isEmpty();
    }

    Change tell(Cause cause, Notice.Kind kind) {
        var sequence = ledger.sequence() + 1;
        ledger = ledger.numbered(sequence);
        notices.add(
                new Notice(sequence, generation, state.name(), state.current(), cause, now, kind));
        return this;
    }

    /** The session as it is after what was changed up to now. */
    Session soFar() {
        return session();
    }

    Decision done() {
        return new Decision.Step(session(), notices);
    }

    Decision refuse(Origin origin, Refusal reason) {
        taking(origin);
        origin.asked()
                .ifPresent(
                        asked ->
                                tell(
                                        origin.because(reason.nextStep()),
                                        new Notice.Refused(asked, reason)));
        return new Decision.Refuse(session(), notices, reason);
    }

    private Session session() {
        return new Session(
                id,
                owner,
                profile,
                desired,
                state,
                generation,
                condemned,
                operation,
                use,
                ledger,
                tally,
                care,
                createdAt,
                now,
                version);
    }
}
