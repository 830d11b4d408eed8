package io.sandkeeper.worker.admission;

import io.sandkeeper.worker.platform.News;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Calls those whom a lane held back: one as the probe when its time has come, then as many as may
 * go, in order. Pure.
 *
 * @param next the lane after it; written before anybody hears of it
 * @param go who is to be told, in order
 * @param fresh how many of them are called for the first time
 */
record RollCall(LaneState next, List<SessionId> go, int fresh, List<News> news) {
    static RollCall decide(
            LaneState read,
            Collection<Session> sessions,
            Limits limits,
            Budget.Allowance budget,
            Gatekeeper gatekeeper,
            Instant now) {
        var lane = read.with(read.held().without(sessions, now));
        var line = lane.held().line(sessions, now);
        var step = knock(lane, line, gatekeeper, now);
        var opened = lane.with(step.next(), now);
        var go = new ArrayList<>(lane.held().unheard(sessions, now));
        return switch (step.next()) {
            case Gate.Shut _ -> new RollCall(opened, List.of(), 0, step.news());
            case Gate.Probing probing -> {
                var isFresh = !step.next().equals(lane.gate());
                go.retainAll(List.of(probing.probe()));
                if (isFresh && !go.contains(probing.probe())) {
                    go.add(probing.probe());
                }
                yield called(opened, go, isFresh ? 1 : 0, step.news(), now);
            }
            case Gate.Free _, Gate.Opening _ ->
                    paced(opened, line, go, step.news(), limits, budget, now);
        };
    }

    private static Gatekeeper.Step knock(
            LaneState lane, List<SessionId> line, Gatekeeper gatekeeper, Instant now) {
        var due = lane.gate().isProbeDue(now);
        if (!due || line.isEmpty()) {
            return new Gatekeeper.Step(lane.gate(), List.of());
        }
        var heard =
                lane.gate().closure().filter(Reason.BUDGET::equals).isPresent()
                        ? new Heard.Counted(line.size())
                        : new Heard.ProbeSent(line.getFirst());
        return gatekeeper.decide(lane.id(), lane.gate(), heard, now);
    }

    private static RollCall paced(
            LaneState lane,
            List<SessionId> line,
            List<SessionId> go,
            List<News> news,
            Limits limits,
            Budget.Allowance budget,
            Instant now) {
        var rate = Turn.rate(lane.gate(), limits.account(lane.id()), budget, now);
        var most = Math.min(limits.queue().atOnce(), budget.most());
        var drawn = lane.tokens().draw((int) Math.min(line.size(), most), rate, now);
        go.addAll(line.subList(0, drawn.count()));
        return called(lane.with(drawn.left()), go, drawn.count(), news, now);
    }

    private static RollCall called(
            LaneState lane, List<SessionId> go, int fresh, List<News> news, Instant now) {
        return new RollCall(
                go.isEmpty() ? lane : lane.with(lane.held().calling(go, now)), go, fresh, news);
    }
}
