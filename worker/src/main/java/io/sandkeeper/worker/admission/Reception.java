package io.sandkeeper.worker.admission;

import io.sandkeeper.worker.door.Door;
import io.sandkeeper.worker.fleet.Roster;
import io.sandkeeper.worker.operation.Admission;
import io.sandkeeper.worker.operation.Providers;
import io.sandkeeper.worker.platform.LaneId;
import io.sandkeeper.worker.platform.Platform;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.store.SessionStore;
import io.sandkeeper.worker.store.StoreUnavailable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Where everybody comes in: what a worker does to keep the lanes, put together. */
public final class Reception implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** A ticket may be given before its session is stored: so long afterwards it is looked for. */
    private static final Duration SETTLED = Duration.ofSeconds(30);

    private record Seen(long tickets, Instant since) {}

    private final Board board;
    private final Budget budget;
    private final Dispatcher dispatcher;
    private final Gatehouse gatehouse;
    private final Lead lead;
    private final Limits limits;
    private final Names names;
    private final InstantSource clock;
    private final Map<LaneId, Seen> seen = new HashMap<>();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("admission").daemon().factory());
    private volatile Consumer<List<LaneView>> watch = _ -> {};
    private Instant nextLook = Instant.EPOCH;

    /**
     * @param self the name under which this worker is in the roster now
     */
    public Reception(
            Limits limits,
            LaneStore lanes,
            SessionStore sessions,
            Door door,
            Roster roster,
            Supplier<String> self,
            Platform platform,
            InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
        this.names = new Names(limits.served());
        var gatekeeper = new Gatekeeper(limits.waits());
        this.board = new Board(lanes, names, gatekeeper, platform, clock);
        this.lead = new Lead(roster, self);
        this.budget = new Budget(lanes, board, limits.budget(), platform, lead::workers, clock);
        this.gatehouse = new Gatehouse(board, names, budget, limits, door, lead::workers, clock);
        this.dispatcher =
                new Dispatcher(
                        board, gatekeeper, names, sessions, door, budget, limits, platform, clock);
    }

    public Admission admission() {
        return gatehouse;
    }

    /** Hears of all lanes once a second. To be set before the start. */
    public void watchedBy(Consumer<List<LaneView>> watcher) {
        watch = watcher;
    }

    /** The same providers, with each call counted. */
    public Providers counting(Providers providers) {
        return region -> providers.of(region).map(provider -> counting(region, provider));
    }

    public Provider counting(Optional<String> region, Provider provider) {
        return new Counted(
                provider, operation -> names.of(region, operation).ifPresent(budget::count));
    }

    public void start() {
        var turn = limits.queue().turn().toMillis();
        var _ = timer.scheduleWithFixedDelay(this::turnSafely, turn, turn, TimeUnit.MILLISECONDS);
    }

    private void turnSafely() {
        try {
            turn();
        } catch (StoreUnavailable e) {
            LOG.warn("the queues stand still: the store does not answer: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("the queues could not be moved; it is tried again", e);
        }
    }

    /** Once a second the lanes are read again; where anybody waits, the queue moves each turn. */
    void turn() {
        var now = clock.instant();
        var looks = !now.isBefore(nextLook);
        if (looks) {
            nextLook = now.plus(LOOK);
            board.refresh();
            budget.settle();
        }
        var restless = board.all().stream().filter(lane -> isRestless(lane, now)).toList();
        if (looks && (!restless.isEmpty() || budget.limits())) {
            lead.look();
        }
        moveThose(restless, looks, now);
        if (looks) {
            watch.accept(view());
        }
    }

    private void moveThose(List<LaneState> restless, boolean looks, Instant now) {
        for (var lane : restless) {
            if (lead.leads(lane, now)) {
                if (looks) {
                    dispatcher.report(lane.id());
                }
                if (!lane.held().isEmpty()) {
                    dispatcher.call(lane.id());
                }
                if (lane.id().operation() == LaneId.Operation.CREATE) {
                    dispatcher.move(lane.id());
                }
                if (seats(lane)) {
                    names.of(lane.id().region(), LaneId.Operation.CREATE)
                            .ifPresent(creations -> dispatcher.seat(lane.id(), creations));
                }
            }
        }
    }

    private boolean isRestless(LaneState lane, Instant now) {
        var before = seen.get(lane.id());
        if (before == null || before.tickets() != lane.tickets()) {
            before = new Seen(lane.tickets(), now);
            seen.put(lane.id(), before);
        }
        return limits.account(lane.id()).limits()
                || lane.waiting() > 0
                || !(lane.gate() instanceof Gate.Free)
                || !lane.letIn().isEmpty()
                || !lane.held().isEmpty()
                || seats(lane)
                || (lane.tickets() > 0 && now.isBefore(before.since().plus(SETTLED)));
    }

    private boolean seats(LaneState lane) {
        return !lane.seats().isEmpty()
                || (lane.id().operation() == LaneId.Operation.RESUME
                        && limits.account(lane.id().region()).atOnce() > 0);
    }

    /** What is known of all lanes that there is anything to tell of. */
    public List<LaneView> view() {
        var now = clock.instant();
        var used = budget.sight();
        var all = new HashSet<>(used.used().keySet());
        board.all().forEach(state -> all.add(state.id()));
        return all.stream()
                .filter(names::knows)
                .sorted(Comparator.comparing(LaneId::toString))
                .map(lane -> view(board.of(lane), used, now))
                .toList();
    }

    private LaneView view(LaneState state, Budget.Sight used, Instant now) {
        return new LaneView(
                state.id(),
                state.gate(),
                state.waiting() + state.seats().waiting().size() + state.held().waiting(),
                oldest(state).map(at -> Duration.between(at, now)).orElse(Duration.ZERO),
                state.line().perMinute(),
                used.window(),
                used.of(state.id()),
                limits.budget().of(state.id()));
    }

    private static Optional<Instant> oldest(LaneState state) {
        return Stream.of(
                        state.line().since().stream(),
                        state.seats().waiting().values().stream(),
                        state.held().oldest().stream())
                .flatMap(times -> times)
                .min(Comparator.naturalOrder());
    }

    /**
     * Frees a lane for all workers.
     *
     * @param name as {@link LaneId#toString} writes it
     * @return empty when no such lane is known
     */
    public Optional<LaneView> free(String name) {
        board.refresh();
        return board.all().stream()
                .map(LaneState::id)
                .filter(lane -> lane.toString().equals(name))
                .findFirst()
                .map(lane -> board.hear(lane, new Heard.Freed()))
                .map(state -> view(state, budget.sight(), clock.instant()));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
