package io.sandkeeper.worker.admission;

import io.sandkeeper.worker.platform.News;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.State;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One move of a queue: who is let in now. Pure.
 *
 * @param next the lane after it; written before anybody hears of it
 * @param go those to be told, in order: who is let in now, and who was and never heard of it
 * @param fresh how many of them are let in now
 */
record Turn(LaneState next, List<SessionId> go, int fresh, List<News> news) {
    /**
     * What a turn is decided on, read in this order: one that begins in between is counted twice
     * rather than not at all.
     *
     * @param lane the lane
     * @param promised those of the lane's let-in sessions that still exist
     * @param holding how many sessions hold a place in the account, or are about to
     * @param heads the first of the queue
     */
    record Sight(LaneState lane, List<Session> promised, long holding, List<Session> heads) {}

    static Turn decide(
            Sight sight,
            Limits limits,
            Budget.Allowance budget,
            Gatekeeper gatekeeper,
            Instant now) {
        var pending = pending(sight);
        var heads = sight.heads().stream().filter(head -> !pending.containsKey(head.id())).toList();
        var lane = sight.lane().lettingIn(passes(sight.lane(), pending));
        var step = knock(lane, heads, pending.size(), gatekeeper, now);
        var opened = lane.with(step.next(), now);
        var go = new ArrayList<SessionId>();
        pending.values().stream()
                .filter(session -> opened.lets(session) && isUnheard(session, now))
                .forEach(session -> go.add(session.id()));
        if (step.next() instanceof Gate.Probing probing) {
            if (!lane.letIn().containsKey(probing.probe())) {
                go.add(probing.probe());
            }
            return new Turn(opened, go, 0, step.news());
        }
        if (step.next() instanceof Gate.Shut) {
            return new Turn(opened, List.of(), 0, step.news());
        }
        return let(opened, heads, pending.values(), sight, go, step.news(), limits, budget, now);
    }

    /** Those let in that did not begin yet. */
    private static Map<SessionId, Session> pending(Sight sight) {
        var pending = new LinkedHashMap<SessionId, Session>();
        sight.promised().stream()
                .filter(session -> sight.lane().pass(session).isPresent())
                .filter(
                        session ->
                                session.operation()
                                        .filter(one -> one.kind() == Operation.Kind.CREATE)
                                        .filter(one -> one.lease().isEmpty())
                                        .isPresent())
                .forEach(session -> pending.put(session.id(), session));
        return pending;
    }

    private static Map<SessionId, LaneState.Pass> passes(
            LaneState lane, Map<SessionId, Session> pending) {
        var passes = new LinkedHashMap<>(lane.letIn());
        passes.keySet().retainAll(pending.keySet());
        return passes;
    }

    /** Whoever let it in ended before it could say so. */
    private static boolean isUnheard(Session session, Instant now) {
        return session.state() instanceof State.Queued
                && session.operation().filter(one -> one.dueAt().isAfter(now)).isPresent();
    }

    /**
     * A closed gate whose time has come gets its probe: the first of those that were taken up
     * least, so that one whose own fault it is does not keep the gate shut for all.
     */
    private static Gatekeeper.Step knock(
            LaneState lane, List<Session> heads, int pending, Gatekeeper gatekeeper, Instant now) {
        var due = lane.gate().isProbeDue(now);
        var probe = heads.stream().min(Comparator.comparingInt(Turn::turns));
        var heard =
                due
                                && probe.isPresent()
                                && !lane.gate().closure().filter(Reason.BUDGET::equals).isPresent()
                        ? new Heard.ProbeSent(probe.get().id())
                        : new Heard.Counted(heads.size() + pending + lane.held().waiting());
        return gatekeeper.decide(lane.id(), lane.gate(), heard, now);
    }

    private static int turns(Session session) {
        return session.operation().map(Operation::turn).orElse(0);
    }

    private static Turn let(
            LaneState lane,
            List<Session> heads,
            Collection<Session> pending,
            Sight sight,
            List<SessionId> go,
            List<News> news,
            Limits limits,
            Budget.Allowance budget,
            Instant now) {
        var account = limits.account(lane.id());
        var count = Math.min(heads.size(), limits.queue().atOnce() - pending.size());
        if (account.atOnce() > 0) {
            var room = account.atOnce() - sight.holding() - queued(pending);
            count = (int) Math.min(count, room);
        }
        var rate = rate(lane.gate(), account, budget, now);
        var drawn = lane.tokens().draw((int) Math.min(count, budget.most()), rate, now);
        if (drawn.count() <= 0) {
            return new Turn(lane, go, 0, news);
        }
        var letIn = new LinkedHashMap<>(lane.letIn());
        heads.stream()
                .limit(drawn.count())
                .forEach(
                        head -> {
                            letIn.put(head.id(), LaneState.Pass.of(head, now));
                            go.add(head.id());
                        });
        return new Turn(lane.with(drawn.left()).lettingIn(letIn), go, drawn.count(), news);
    }

    /** One that is made anew holds its place already. */
    private static long queued(Collection<Session> pending) {
        return pending.stream().filter(one -> one.state() instanceof State.Queued).count();
    }

    /** How many a second may begin; {@link Double#MAX_VALUE} when nothing says. */
    static double rate(Gate gate, Limits.Account account, Budget.Allowance budget, Instant now) {
        var rate = account.perSecond() > 0 ? account.perSecond() : Double.MAX_VALUE;
        if (gate instanceof Gate.Opening(_, var since)) {
            rate = Math.min(rate, Pace.perSecond(since, now));
        }
        return Math.min(rate, budget.perSecond());
    }
}
