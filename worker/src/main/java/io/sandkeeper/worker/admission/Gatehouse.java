package io.sandkeeper.worker.admission;

import static java.util.stream.Collectors.groupingBy;

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
import java.util.Optional;
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
        var seated = seat(due, held);
        for (var session : seated) {
            var operation = session.operation().orElseThrow();
            var asked = names.of(session, operation.kind());
            if (asked.isEmpty()) {
                continue;
            }
            var lane = asked.get();
            if (session.state() instanceof State.Queued) {
                if (!passes(lane, session)) {
                    waiting.computeIfAbsent(lane, _ -> new ArrayList<>()).add(session);
                }
            } else if (!isQuiet(lane)) {
                var told = comeback(session, operation, lane);
                if (told.isPresent()) {
                    held.put(session.id(), new Permit.NotNow(told.get()));
                }
            }
        }
        var now = clock.instant();
        waiting.forEach(
                (lane, sessions) ->
                        tickets.of(lane, sessions, now)
                                .forEach((id, signal) -> held.put(id, new Permit.NotNow(signal))));
        return held;
    }

    /** Those of them who need no place, or have one. */
    private List<Session> seat(List<Session> due, Map<SessionId, Permit.NotNow> held) {
        var back =
                due.stream()
                        .filter(seating::counts)
                        .collect(groupingBy(session -> names.seats(session.profile().region())));
        if (back.isEmpty()) {
            return due;
        }
        var now = clock.instant();
        back.forEach(
                (lane, sessions) ->
                        seating.heldBack(lane, sessions, now)
                                .forEach((id, signal) -> held.put(id, new Permit.NotNow(signal))));
        return due.stream().filter(session -> !held.containsKey(session.id())).toList();
    }

    private Optional<Signal> comeback(Session session, Operation operation, LaneId lane) {
        var among = Math.max(1, workers.getAsInt());
        return comeback.heldBack(session, operation.kind(), lane, among, clock.instant());
    }

    /** Nobody overtakes: where somebody waits, or creations are counted, all go by the queue. */
    private boolean passes(LaneId lane, Session session) {
        var state = board.of(lane);
        return state.lets(session.id())
                || (isQuiet(lane) && state.nobodyWaits() && !limits.account(lane).limits());
    }

    private boolean isQuiet(LaneId lane) {
        return board.of(lane).gate() instanceof Gate.Free
                && budget.pace(lane).isEmpty()
                && limits.account(lane).perSecond() == 0;
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
                    door.remind(session.id(), new Signal.LetIn());
                }
            }
        } catch (StoreUnavailable | StoreRefused e) {
            LOG.warn("what session={} came to is not counted: {}", session.id(), e.getMessage());
        }
    }

    /**
     * A creation that met a limit asks again at once, and is told to wait: so it has its ticket
     * before those who come after it.
     */
    private static boolean saysToWait(Session session, Signal signal) {
        return session.state() instanceof State.Creating creating
                && creating.queue().ticket().isEmpty()
                && signal instanceof Signal.CreateFailed(_, _, var failure, _)
                && (failure instanceof Failure.Limited || failure instanceof Failure.KeyRefused);
    }
}
