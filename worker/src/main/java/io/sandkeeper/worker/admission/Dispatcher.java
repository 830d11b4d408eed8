package io.sandkeeper.worker.admission;

import io.sandkeeper.worker.door.Door;
import io.sandkeeper.worker.platform.LaneId;
import io.sandkeeper.worker.platform.News;
import io.sandkeeper.worker.platform.Platform;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.session.Ticket;
import io.sandkeeper.worker.store.SessionStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Moves the queues: takes the heads, writes whom it lets in, and only then tells them. Should it
 * end in between, the next one finds them promised and not begun. Two at once do no harm: the
 * lane's compare-and-set has one winner.
 */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration DURABLE = Duration.ofSeconds(5);

    private final Board board;
    private final Gatekeeper gatekeeper;
    private final Names names;
    private final SessionStore sessions;
    private final Door door;
    private final Budget budget;
    private final Limits limits;
    private final Platform platform;
    private final InstantSource clock;
    private final Map<LaneId, Throughput> throughput = new HashMap<>();

    Dispatcher(
            Board board,
            Gatekeeper gatekeeper,
            Names names,
            SessionStore sessions,
            Door door,
            Budget budget,
            Limits limits,
            Platform platform,
            InstantSource clock) {
        this.board = board;
        this.gatekeeper = gatekeeper;
        this.names = names;
        this.sessions = sessions;
        this.door = door;
        this.budget = budget;
        this.limits = limits;
        this.platform = platform;
        this.clock = clock;
    }

    /** One move of one queue. Returns when those who were let in are. */
    void move(LaneId lane) {
        var read = board.reread(lane);
        if (read.nobodyWaits()
                && read.letIn().isEmpty()
                && !(read.gate() instanceof Gate.Opening)) {
            return;
        }
        var now = clock.instant();
        var turn = Turn.decide(look(read), limits, budget.allowance(lane), gatekeeper, now);
        if (!board.replace(read, turn.next())) {
            return;
        }
        turn.news().forEach(platform::tell);
        throughput.computeIfAbsent(lane, _ -> new Throughput()).add(turn.fresh(), now);
        budget.expect(lane, turn.fresh());
        letIn(turn.go());
    }

    /** Calls those whom the lane holds back and who are in no queue. */
    void call(LaneId lane) {
        var read = board.reread(lane);
        if (read.held().isEmpty()) {
            return;
        }
        var now = clock.instant();
        var present =
                sessions.load(read.held().all().keySet()).sessions().stream()
                        .filter(session -> takes(lane, session))
                        .toList();
        var call = RollCall.decide(read, present, limits, budget.allowance(lane), gatekeeper, now);
        if (!board.replace(read, call.next())) {
            return;
        }
        call.news().forEach(platform::tell);
        budget.expect(lane, call.fresh());
        tell(call.go(), id -> new Signal.LetIn(call.next().held().turn(id)));
    }

    private boolean takes(LaneId lane, Session session) {
        return session.operation()
                .flatMap(operation -> names.of(session, operation.kind()))
                .filter(lane::equals)
                .isPresent();
    }

    private Turn.Sight look(LaneState lane) {
        var promised =
                lane.letIn().isEmpty()
                        ? List.<Session>of()
                        : sessions.load(lane.letIn().keySet()).sessions();
        var counts = limits.account(lane.id()).atOnce() > 0;
        var holding = counts ? sessions.countHolding(lane.id().region()) : 0;
        var most = limits.queue().atOnce() + lane.letIn().size();
        var heads = sessions.waiting(lane.id().toString(), 0, most);
        return new Turn.Sight(lane, promised, holding, heads.sessions());
    }

    /**
     * Gives the free places of an account to those who come back to it.
     *
     * @param lane where they are written down
     * @param creations whoever was let in there has a place as well
     */
    void seat(LaneId lane, LaneId creations) {
        var read = board.reread(lane);
        var atOnce = limits.account(lane.region()).atOnce();
        if (read.seats().isEmpty()) {
            return;
        }
        var promised = promised(board.reread(creations));
        var before = wanting(read.seats());
        var holding = sessions.countHolding(lane.region()) + promised;
        var present = wanting(read.seats());
        present.keySet().retainAll(before.keySet());
        var most = atOnce > 0 ? atOnce : Integer.MAX_VALUE;
        var now = clock.instant();
        var move = read.seats().move(most, holding, List.copyOf(present.values()), now);
        if (board.replace(read, read.with(move.next()))) {
            letIn(move.go());
        }
    }

    private long promised(LaneState creations) {
        return creations.letIn().isEmpty()
                ? 0
                : sessions.load(creations.letIn().keySet()).sessions().stream()
                        .filter(one -> one.state() instanceof State.Queued)
                        .count();
    }

    private Map<SessionId, Session> wanting(Seats seats) {
        var wanting = new HashMap<SessionId, Session>();
        sessions.load(seats.all()).sessions().stream()
                .filter(Seats::wants)
                .forEach(one -> wanting.put(one.id(), one));
        return wanting;
    }

    private void letIn(List<SessionId> ids) {
        tell(ids, _ -> new Signal.LetIn());
    }

    private void tell(List<SessionId> ids, Function<SessionId, Signal> what) {
        var told =
                ids.stream()
                        .map(id -> door.pass(id, what.apply(id)))
                        .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(told).get(DURABLE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("not all who are let in have heard of it; they hear again: {}", e.toString());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Counts the queue and tells how it moves; once more when it has become empty. */
    void report(LaneId lane) {
        var read = board.reread(lane);
        var now = clock.instant();
        var waiting = sessions.countWaiting(lane.toString());
        var head = waiting == 0 ? Optional.<Head>empty() : head(lane);
        var number = head.map(Head::number).orElse(read.tickets() + 1);
        var since = head.map(Head::since);
        var perMinute = throughput.computeIfAbsent(lane, _ -> new Throughput()).perMinute(now);
        var line = new LaneState.Line(number, waiting, read.tickets(), perMinute, since, now);
        board.change(lane, state -> state.with(line));
        if (waiting > 0 || read.line().waiting() > 0) {
            platform.tell(
                    new News.QueueReported(
                            lane,
                            number,
                            (int) Math.min(waiting, Integer.MAX_VALUE),
                            BigDecimal.valueOf(perMinute),
                            since.map(at -> Duration.between(at, now))));
        }
        if (!(read.gate() instanceof Gate.Free)) {
            board.hear(lane, new Heard.Counted(waiting + read.held().waiting()));
        }
    }

    private record Head(long number, Instant since) {}

    /** The smallest number that waits: it is the first of one of the priorities. */
    private Optional<Head> head(LaneId lane) {
        return Stream.of(1, 0, -1)
                .map(priority -> new Ticket(lane.toString(), priority, 0, 0, Optional.empty()))
                .flatMap(
                        first ->
                                sessions.waiting(first.lane(), first.rank(), 1).sessions().stream())
                .flatMap(Dispatcher::head)
                .min(Comparator.comparingLong(Head::number));
    }

    private static Stream<Head> head(Session session) {
        return session.state() instanceof State.Queued queued
                ? queued.ticket().stream().map(one -> new Head(one.number(), queued.since()))
                : Stream.empty();
    }
}
