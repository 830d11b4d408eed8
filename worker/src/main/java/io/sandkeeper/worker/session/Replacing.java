package io.sandkeeper.worker.session;

import java.time.Instant;
import java.util.Optional;

/**
 * One sandbox in the place of another: when that may begin, and what becomes of the other one. It
 * stays as it is until the new one is ready, and is gone back to when that does not come.
 */
final class Replacing {
    private static final String STILL_THERE =
            "its sandbox is as it was: send recreate-requested to try again, or kill-requested to end it";

    private Replacing() {}

    /** Nobody asked for it by name: it waits for the cool-down, and is not done without end. */
    static Change byItself(
            Change change,
            Session session,
            Replacement.Why why,
            Cause cause,
            Policy policy,
            Instant now) {
        var past = session.care().recreations();
        return past.within(now) < policy.care().mostRecreations()
                ? begin(change, session, why, cause, past, past.next(policy, now), now)
                : tooOften(change, session, cause, past, now);
    }

    static Decision byHand(Session session, Origin origin, Policy policy, Instant now) {
        var past = session.care().recreations();
        var change = new Change(session, now);
        if (past.within(now) >= policy.care().mostRecreations()) {
            return change.refuse(origin, Refusal.RECREATED_TOO_OFTEN);
        }
        var due = past.next(policy, now);
        var passes = due.isAfter(now) && past.mayPass(now);
        return begin(
                        change.taking(origin).want(Desired.RUNNING, origin),
                        session,
                        Replacement.Why.REQUEST,
                        origin.because("asked for"),
                        passes ? past.passing(now) : past,
                        passes ? now : due,
                        now)
                .done();
    }

    /** It waits for its cool-down, and somebody cannot wait: that passes once. */
    static Decision hurry(Session session, Origin origin, Instant now) {
        var change = new Change(session, now).taking(origin);
        var waits =
                session.operation()
                        .filter(one -> one.lease().isEmpty() && one.dueAt().isAfter(now))
                        .isPresent();
        return waits && session.care().recreations().mayPass(now)
                ? change.care(care -> care.recreations(care.recreations().passing(now)))
                        .operation(operation -> operation.hurried(now))
                        .done()
                : change.done();
    }

    private static Change begin(
            Change change,
            Session session,
            Replacement.Why why,
            Cause cause,
            Recreations past,
            Instant due,
            Instant now) {
        var replaced = replaced(session.state());
        return change.care(care -> care.recreations(past.begin(due)))
                .nextGeneration()
                .to(
                        new State.Recreating(
                                now,
                                cause,
                                why,
                                why == Replacement.Why.RESUME_NOT_FOUND
                                        ? Optional.empty()
                                        : Predecessor.of(session.state()),
                                replaced,
                                0))
                .start(Operation.Kind.CREATE, due)
                .tell(
                        cause,
                        new Notice.RecreationStarted(
                                why, replaced.map(Replacement.Place::sandbox)));
    }

    static Optional<Replacement.Place> replaced(State state) {
        return state instanceof State.Lost lost
                ? lost.last()
                : state.current().map(Replacement.Place::of);
    }

    private static Change tooOften(
            Change change, Session session, Cause cause, Recreations past, Instant now) {
        var free = past.last().orElse(now).plus(Recreations.WINDOW);
        var nextStep =
                "it was replaced %d times within an hour: look at why, then send recreate-requested or retry-requested after %s, or kill-requested to end it"
                        .formatted(past.within(now), free);
        return Predecessor.of(session.state()).isPresent()
                ? change.tell(cause, new Notice.RecreationFailed(nextStep))
                : change.noOperation()
                        .fulfilled()
                        .to(new State.Failed(now, cause, nextStep))
                        .tell(cause, new Notice.RecreationFailed(nextStep));
    }

    /** The new one is ready: now, and not before, the old one must go. */
    static Change done(
            Change change,
            Session session,
            State.Recreating recreating,
            Signal.Created created,
            Instant now) {
        recreating
                .predecessor()
                .map(Predecessor::sandbox)
                .ifPresent(
                        old ->
                                change.condemn(
                                        Condemned.known(
                                                new Incarnation(session.id(), old.generation()),
                                                old.id(),
                                                now)));
        var entry = Replacement.done(recreating, created, now);
        return change.tell(
                        recreating.reason(),
                        new Notice.RecreationProgressed(
                                Signal.Step.COMPLETE, "The new sandbox is ready.", 100))
                .care(
                        care ->
                                care.unsealed()
                                        .seen(Health.HEALTHY)
                                        .recreations(care.recreations().ended(entry)));
    }

    /**
     * It did not work. The sandbox before is as it was; without one it is the end until somebody
     * does something.
     */
    static Decision giveUp(
            Change change,
            Session session,
            State.Recreating recreating,
            Cause cause,
            String nextStep,
            Instant now) {
        var entry = Replacement.failed(recreating, cause, now);
        change.noOperation()
                .fulfilled()
                .care(care -> care.recreations(care.recreations().ended(entry)));
        var old = recreating.predecessor();
        if (old.isEmpty()) {
            return change.to(new State.Failed(now, cause, nextStep))
                    .tell(cause, new Notice.RecreationFailed(nextStep))
                    .done();
        }
        return goBack(change, session, old.get(), cause, now);
    }

    private static Decision goBack(
            Change change, Session session, Predecessor old, Cause cause, Instant now) {
        var sandbox = old.sandbox();
        var told = new Notice.RecreationFailed(STILL_THERE);
        if (old.isAsleep()) {
            return change.wantWithoutAsking(Desired.PAUSED)
                    .to(new State.Paused(now, sandbox, cause, now))
                    .tell(cause, told)
                    .tell(cause, new Notice.Paused())
                    .done();
        }
        change.to(
                        new State.Running(
                                now, sandbox, old.providerEnd().orElseThrow(), Optional.empty()))
                .tell(cause, told);
        return session.desired() == Desired.PAUSED
                ? Asleep.startPausing(change, sandbox, Asleep.ASKED_MEANWHILE, now)
                : change.tell(cause, new Notice.Resumed()).done();
    }
}
