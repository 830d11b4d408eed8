package io.sandkeeper.worker.simulation;

import io.sandkeeper.worker.door.SteppedDoor;
import io.sandkeeper.worker.due.DueWatch;
import io.sandkeeper.worker.due.SteppedDueWatch;
import io.sandkeeper.worker.fleet.Fleet;
import io.sandkeeper.worker.fleet.SteppedFleet;
import io.sandkeeper.worker.operation.SteppedWorkforce;
import io.sandkeeper.worker.operation.Tools;
import io.sandkeeper.worker.operation.Workforce;
import io.sandkeeper.worker.session.Lifecycle;
import io.sandkeeper.worker.session.Policies;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.store.StoreUnavailable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A worker: the real parts, put together as the product does it, on a world of fakes. */
final class Member {
    static final Duration LEASE_TIME = Duration.ofSeconds(15);
    private static final Duration BEAT = LEASE_TIME.dividedBy(5);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration STORE_RETRY = Duration.ofMillis(500);

    private static final int PATIENCE = 60;

    private record Later(Instant at, Runnable work) {}

    final String name;
    final SteppedDoor door;
    final Poller poller;
    final Voice voice;
    private final Timeline timeline;
    private final FaultyStore store;
    private final InstantSource clock;
    private final Bells bells = new Bells();
    private final Fleet fleet;
    private final SteppedFleet pulse;
    private final SteppedDueWatch watch;
    private final Workforce workforce;
    private final Threads threads;
    private final Map<String, Fiber> chores = new LinkedHashMap<>();
    private final List<Later> laters = new ArrayList<>();
    private Instant beatAt;
    private Instant lookAt;
    private boolean leaving;
    private boolean left;
    private boolean stuck;
    private Optional<Instant> frozenUntil = Optional.empty();

    Member(World world, String name) {
        this.name = name;
        this.timeline = world.timeline;
        this.beatAt = timeline.now();
        this.lookAt = timeline.now();
        var skew = Duration.ofMillis(timeline.random.nextInt(400));
        this.clock = () -> timeline.now().plus(skew);
        this.store = new FaultyStore(world.store, timeline, world.faults, world.witness, name);
        this.door =
                new SteppedDoor(
                        2,
                        new Lifecycle(Policies.living(World.LIFESPAN)),
                        store,
                        world.witness.journal(name),
                        clock,
                        work -> laters.add(new Later(timeline.now().plus(STORE_RETRY), work)));
        this.poller = new Poller(world.broker, door, timeline, name);
        this.voice = new Voice(world.broker, store, timeline, name);
        this.fleet =
                new Fleet(
                        name,
                        LEASE_TIME,
                        new FaultyRoster(world.roster, timeline, world.faults),
                        store,
                        door,
                        timeline::nanos);
        this.pulse = new SteppedFleet(fleet);
        this.watch =
                new SteppedDueWatch(
                        new DueWatch(
                                store,
                                new DueWatch.Around(door, door.setbacks(), bells, voice),
                                poller,
                                clock));
        this.threads = new Threads(name, timeline);
        this.workforce =
                SteppedWorkforce.of(
                        3,
                        new Tools(
                                _ -> Optional.of(world.provider),
                                world.specs,
                                Optional.empty(),
                                World.SETTINGS),
                        fleet,
                        clock,
                        door,
                        threads);
        door.open(workforce, voice, bells);
        chores.put("enter", new Fiber(name + " enter", this::enter));
    }

    private void enter() {
        while (fleet.worker().isEmpty()) {
            orLater(pulse::enter);
        }
    }

    private void orLater(Runnable work) {
        try {
            work.run();
        } catch (StoreUnavailable e) {
            timeline.note(name + ": " + e.getMessage());
        }
    }

    boolean isFrozen() {
        return frozenUntil.filter(until -> until.isAfter(timeline.now())).isPresent();
    }

    void freeze(Duration time) {
        frozenUntil = Optional.of(timeline.now().plus(time));
    }

    /** None of its calls to the provider returns. */
    void getStuck() {
        stuck = true;
    }

    void thaw() {
        frozenUntil = Optional.empty();
    }

    /** Everything that it could do next. */
    List<Runnable> steps() {
        if (isFrozen()) {
            return List.of();
        }
        beginChores();
        var steps = new ArrayList<Runnable>();
        chores.values().stream().map(this::step).forEach(steps::add);
        if (!stuck) {
            threads.alive().stream().map(this::step).forEach(steps::add);
        }
        if (voice.isTravelling()) {
            steps.add(() -> voice.deliver(1 + timeline.random.nextInt(3)));
        }
        return steps;
    }

    private Runnable step(Fiber fiber) {
        return () -> timeline.let(fiber);
    }

    private void beginChores() {
        chores.values().removeIf(Fiber::isDone);
        if (chores.containsKey("enter")) {
            return;
        }
        var now = timeline.now();
        door.waiting().forEach(lane -> begin("lane-" + lane, () -> door.turn(lane)));
        var due = laters.stream().filter(one -> !one.at().isAfter(now)).toList();
        laters.removeAll(due);
        due.forEach(one -> one.work().run());
        if (!leaving) {
            beginWhatIsTimed(now);
        }
    }

    private void beginWhatIsTimed(Instant now) {
        if (poller.hasMore()) {
            begin("poll", poller::poll);
        }
        if (!beatAt.isAfter(now) && begin("beat", pulse::turn)) {
            beatAt = now.plus(BEAT);
        }
        if (!lookAt.isAfter(now)
                && begin("look", () -> orLater(() -> watch.look(clock.instant())))) {
            lookAt = now.plus(LOOK);
        }
        if (voice.hasArrived()) {
            begin("trim", voice::trim);
        }
        bells.takeDue(clock.instant())
                .forEach(session -> door.remind(session, new Signal.TimerFired()));
    }

    /** Ends as a worker does that is told to: in the product's order. */
    void leave() {
        leaving = true;
        poller.revokeAll();
        begin("leave", this::sayLastWords);
    }

    private void sayLastWords() {
        workforce.close();
        for (int i = 0; i < PATIENCE && !door.isIdle(); i++) {
            timeline.pause("awaiting its lanes");
        }
        voice.deliver(PATIENCE);
        voice.trim();
        pulse.leave();
        left = true;
    }

    boolean isLeaving() {
        return leaving;
    }

    boolean hasLeft() {
        return left;
    }

    List<Fiber> operations() {
        return threads.alive();
    }

    boolean begin(String chore, Runnable work) {
        if (chores.containsKey(chore)) {
            return false;
        }
        chores.put(chore, new Fiber(name + ' ' + chore, work));
        return true;
    }

    FaultyStore store() {
        return store;
    }

    /** Its process is gone, and all its memory with it. */
    void crash() {
        chores.values().forEach(timeline::end);
        threads.alive().forEach(timeline::end);
    }
}
