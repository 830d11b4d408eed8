package io.sandkeeper.worker.admission;

import io.sandkeeper.worker.door.Door;
import io.sandkeeper.worker.door.Permit;
import io.sandkeeper.worker.operation.Admission;
import io.sandkeeper.worker.platform.LaneId;
import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.store.StoreRefused;
import io.sandkeeper.worker.store.StoreUnavailable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/** Who may begin. While a lane is quiet this looks at memory only. */
final class Gatehouse implements Admission {
    private static final Logger LOG = LoggerFactory.getLogger(Gatehouse.class);

    private final Board board;
    private final Names names;
    private final Budget budget;
    private final Limits limits;
    private final Ear ear;
    private final Tickets tickets;
    private final Comeback comeback;
    private final Seating seating;
    private final Door door;
    private final IntSupplier workers;
    private final InstantSource clock;

    Gatehouse(
            Board board,
            Names names,
            Budget budget,
            Limits limits,
            Door door,
            IntSupplier workers,
            InstantSource clock) {
        this.board = board;
        this.names = names;
        this.budget = budget;
        this.limits = limits;
        this.door = door;
        this.workers = workers;
        this.clock = clock;
        this.ear = new Ear(board, names, limits, clock);
        this.tickets = new Tickets(board, budget, limits);
        this.comeback = new Comeback(board, budget, limits);
        this.seating = new Seating(board, limits);
    }

    @Override
    public Map<SessionId, Permit.NotNow> heldBack(List<Session> due) {
        var held = new HashMap<SessionId, Permit.NotNow>(0);
        var waiting = new LinkedHashMap<LaneId, List<Session>>(0);
        var back = new LinkedHashMap<LaneId, List<Session>>(0);
        for (var session : seat(due, held)) {
            var operation = session.operation().orElseThrow();
            names.of(session, operation.kind())
                    .filter(lane -> !passes(lane, session))
                    .ifPresent(
                            lane ->
                                    (session.state() instanceof State.Queued ? waiting : back)
                                            .computeIfAbsent(lane, _ -> new ArrayList<>())
                                            .add(session));
        }
        var now = clock.instant();
        var among = Math.max(1, workers.getAsInt());
        waiting.forEach((lane, sessions) -> hold(held, tickets.of(lane, sessions, now)));
        back.forEach((lane, sessions) -> hold(held, comeback.heldBack(lane, sessions, among, now)));
        return held;
    }

    private static void hold(Map<SessionId, Permit.NotNow> held, Map<SessionId, Signal> told) {
        told.forEach((id, signal) -> held.put(id, new Permit.NotNow(signal)));
    }

    /** Those of them who need no place, or have one. */
    private List<Session> seat(List<Session> due, Map<SessionId, Permit.NotNow> held) {
        var back = new LinkedHashMap<LaneId, List<Session>>(0);
        for (var session : due) {
            if (seating.counts(session)) {
                names.seats(session.profile().region())
                        .ifPresent(
                                lane ->
                                        back.computeIfAbsent(lane, _ -> new ArrayList<>())
                                                .add(session));
            }
        }
        if (back.isEmpty()) {
            return due;
        }
        var now = clock.instant();
        back.forEach((lane, sessions) -> hold(held, seating.heldBack(lane, sessions, now)));
        return due.stream().filter(session -> !held.containsKey(session.id())).toList();
    }

    /** Nobody overtakes: where somebody waits, or creations are counted, all go by the queue. */
    private boolean passes(LaneId lane, Session session) {
        var state = board.of(lane);
        var isNew = session.state() instanceof State.Queued;
        if (isNew && state.lets(session)) {
            return true;
        }
        var isFree =
                isQuiet(state)
                        && (!isNew || (state.nobodyWaits() && !limits.account(lane).limits()));
        if (isFree) {
            budget.expect(lane, 1);
        }
        return isFree;
    }

    private boolean isQuiet(LaneState lane) {
        return lane.gate() instanceof Gate.Free
                && !lane.held().someoneWaits()
                && !budget.allowance(lane.id()).isPaced()
                && limits.account(lane.id()).perSecond() == 0;
    }

    @Override
    public void begun(Session session) {
        ear.begun(session);
    }

    @Override
    public void ended(Session session) {
        ear.ended(session);
    }

    @Override
    public List<Signal.Outcome> judged(Session session, List<Signal.Outcome> outcomes) {
        try {
            return outcomes.stream().map(outcome -> ear.judged(session, outcome)).toList();
        } catch (StoreUnavailable | StoreRefused e) {
            LOG.warn(
                    "whether session={} was a probe is not known: {}",
                    session.id(),
                    e.getMessage());
            return outcomes;
        }
    }

    @Override
    public void heard(Session session, List<? extends Signal> signals) {
        try {
            for (var signal : signals) {
                ear.hear(session, signal);
                if (saysToWait(session, signal)) {
                    door.remind(session.id(), new Signal.LetIn(turn(session)));
                }
            }
        } catch (StoreUnavailable | StoreRefused e) {
            LOG.warn("what session={} came to is not counted: {}", session.id(), e.getMessage());
        }
    }

    /**
     * Who met a limit asks again at once, and is told to wait: so it has its place before those who
     * come after it, and is called when the lane opens early.
     */
    private static boolean saysToWait(Session session, Signal signal) {
        return switch (signal) {
            case Signal.CreateFailed(_, _, var failure, _) ->
                    isLimit(failure) && !hasTicket(session);
            case Signal.ResumeFailed(_, _, var failure) -> isLimit(failure);
            case Signal.PauseFailed(_, _, var failure) -> isLimit(failure);
            case Signal.ExtendFailed(_, _, var failure) -> isLimit(failure);
            case Signal _ -> false;
        };
    }

    private static boolean isLimit(Failure failure) {
        return failure instanceof Failure.Limited || failure instanceof Failure.KeyRefused;
    }

    private static boolean hasTicket(Session session) {
        return session.state() instanceof State.Creating creating
                && creating.queue().ticket().isPresent();
    }

    private static int turn(Session session) {
        return session.operation().map(Operation::turn).orElse(0);
    }
}
