package io.sandkeeper.worker.admission;

import io.sandkeeper.worker.platform.News;
import io.sandkeeper.worker.provider.SteppedClock;
import io.sandkeeper.worker.session.Decision;
import io.sandkeeper.worker.session.EventId;
import io.sandkeeper.worker.session.Lifecycle;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Origin;
import io.sandkeeper.worker.session.Owner;
import io.sandkeeper.worker.session.Policy;
import io.sandkeeper.worker.session.Profile;
import io.sandkeeper.worker.session.RequestId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.SpecId;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.session.Ticket;
import io.sandkeeper.worker.session.Wake;
import io.sandkeeper.worker.store.Bucket;
import io.sandkeeper.worker.store.InMemorySessionStore;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Workers on one store and one clock that is stepped by hand. All happens in one thread, in an
 * order that the seed decides.
 */
final class World {
    static final Duration STEP = Duration.ofMillis(100);
    private static final Duration LEASE_TIME = Duration.ofSeconds(15);
    private static final Set<Integer> ALL =
            IntStream.range(0, Bucket.COUNT).boxed().collect(Collectors.toSet());

    final SteppedClock clock = new SteppedClock();
    final InMemorySessionStore sessions = new InMemorySessionStore(Duration.ofDays(30));
    final InMemoryLaneStore lanes = new InMemoryLaneStore();
    final Lifecycle lifecycle = new Lifecycle(Policy.DEFAULT);
    final List<News> news = new ArrayList<>();
    final List<Begun> begun = new ArrayList<>();

    /** Whose sandboxes were begun to be woken, or to be made anew. */
    final List<SessionId> back = new ArrayList<>();

    final Random random;
    private final Limits limits;
    private final Doing doing;
    private final List<Worker> workers = new ArrayList<>();
    private final Map<String, Instant> roster = new TreeMap<>();
    private final Map<SessionId, Instant> ticketedAt = new HashMap<>();
    private Consumer<Worker> beforeTurn = _ -> {};
    private int requests;
    private int wishes;

    /** What a creation comes to: how long it takes, and its outcome when it is over. */
    interface Doing {
        List<Signal.Outcome> of(Session session, Operation operation);
    }

    /** A creation that began; with its ticket, if it had waited. */
    record Begun(SessionId session, Instant at, Optional<Ticket> ticket) {}

    World(long seed, int count, Limits limits, Doing doing) {
        this.random = new Random(seed);
        this.limits = limits;
        this.doing = doing;
        for (var i = 0; i < count; i++) {
            hire();
        }
    }

    void beforeEachTurn(Consumer<Worker> somebody) {
        beforeTurn = somebody;
    }

    Worker hire() {
        var worker = new Worker("w-%03d".formatted(workers.size()), this, limits);
        workers.add(worker);
        roster.put(worker.name(), Instant.MAX);
        return worker;
    }

    Map<String, Long> beats() {
        var beats = new TreeMap<String, Long>();
        roster.keySet().forEach(name -> beats.put(name, 1L));
        return beats;
    }

    List<Signal.Outcome> outcome(Session session, Operation operation) {
        return doing.of(session, operation);
    }

    List<Worker> alive() {
        return workers.stream().filter(Worker::isAlive).toList();
    }

    Worker any() {
        var alive = alive();
        return alive.get(random.nextInt(alive.size()));
    }

    /** It ends without a word: its operations are found by others when its beat has stopped. */
    void crash(Worker worker) {
        worker.die();
        roster.put(worker.name(), clock.instant().plus(LEASE_TIME));
    }

    SessionId request(int priority) {
        var id = new SessionId("s-%05d".formatted(requests++));
        any().take(id, new Signal.Requested(origin("request " + id), OWNER, profile(priority)));
        return id;
    }

    static final Owner OWNER = new Owner("p", "u", Optional.empty());

    static Profile profile(int priority) {
        return new Profile(
                "base",
                Optional.empty(),
                priority,
                Duration.ZERO,
                Wake.MANUAL,
                Optional.empty(),
                new SpecId("spec"));
    }

    static Origin origin(String name) {
        return new Origin(
                new EventId(name),
                name,
                "u",
                Instant.EPOCH,
                Optional.of(new RequestId(name)),
                Optional.empty(),
                Optional.empty());
    }

    void pause(SessionId session) {
        any().take(session, new Signal.PauseRequested(origin("pause " + session + ++wishes)));
    }

    void wake(SessionId session) {
        any().take(session, new Signal.ResumeRequested(origin("wake " + session + ++wishes)));
    }

    void lose(SessionId session) {
        any().take(session, new Signal.Gone(session(session).generation(), "404 twice"));
    }

    /** How many have a sandbox that is awake, or may have one: those not who wait for a place. */
    long awake() {
        return sessions.countHolding(Optional.empty())
                - sessions.all().stream().filter(Seats::wants).count();
    }

    void kill(SessionId session) {
        any().take(session, new Signal.KillRequested(origin("kill " + session)));
    }

    /** Everybody does what is to be done by now, in any order. */
    void step() {
        clock.step(STEP);
        var now = clock.instant();
        buryTheDead(now);
        var shuffled = new ArrayList<>(alive());
        Collections.shuffle(shuffled, random);
        for (var worker : shuffled) {
            worker.finish(now);
            beforeTurn.accept(worker);
            worker.turn();
            lanes.afterNextReplace(() -> {});
        }
        destroyTheCondemned();
        for (var due : sessions.dueBy(ALL, now, 2_000).keySet()) {
            any().take(due, new Signal.TimerFired());
        }
    }

    private void destroyTheCondemned() {
        for (var session : sessions.all()) {
            for (var one : session.condemned()) {
                var gone = new Signal.Destroyed(one.incarnation().generation(), one.sandbox());
                var worker = any();
                worker.take(session.id(), gone);
                worker.reception().admission().heard(session, List.of(gone));
            }
        }
    }

    private void buryTheDead(Instant now) {
        var over =
                roster.entrySet().stream()
                        .filter(one -> !one.getValue().isAfter(now))
                        .map(Map.Entry::getKey)
                        .toList();
        for (var name : over) {
            sessions.leasedBy(name, 10_000)
                    .sessions()
                    .forEach(one -> any().take(one.id(), new Signal.LeaseLost(name)));
            roster.remove(name);
        }
    }

    void steps(Duration time) {
        for (var left = time.toMillis() / STEP.toMillis(); left > 0; left--) {
            step();
        }
    }

    Session session(SessionId id) {
        return sessions.kept(id).orElseThrow().session();
    }

    Map<State.Name, Long> states() {
        return sessions.all().stream()
                .collect(
                        Collectors.groupingBy(
                                one -> one.state().name(), TreeMap::new, Collectors.counting()));
    }

    void decided(Session before, Session next) {
        if (next.state() instanceof State.Queued queued && queued.ticket().isPresent()) {
            ticketedAt.putIfAbsent(next.id(), clock.instant());
        }
        if (next.operation().filter(one -> one.kind() != Operation.Kind.PAUSE).isPresent()
                && next.operation().flatMap(Operation::lease).isPresent()
                && before.operation().flatMap(Operation::lease).isEmpty()
                && (next.state() instanceof State.Resuming
                        || next.state() instanceof State.Recreating)) {
            back.add(next.id());
        }
        if (next.state() instanceof State.Creating creating
                && !(before.state() instanceof State.Creating)) {
            var ticket = creating.queue().ticket();
            begun.add(new Begun(next.id(), clock.instant(), ticket));
            ticket.ifPresent(one -> nobodyIsOvertaken(next.id(), one));
        }
    }

    /** Whoever waited with a better rank when it was let in was let in as well. */
    private void nobodyIsOvertaken(SessionId id, Ticket ticket) {
        var lane = lanes.all().getFirst();
        var pass = lane.letIn().get(id);
        if (lane.gate() instanceof Gate.Probing || pass == null) {
            return;
        }
        sessions.waiting(ticket.lane(), 0, 10_000).sessions().stream()
                .filter(one -> !one.id().equals(id) && !lane.letIn().containsKey(one.id()))
                .filter(one -> rank(one) < ticket.rank())
                .filter(one -> ticketedAt.getOrDefault(one.id(), Instant.MAX).isBefore(pass.at()))
                .findFirst()
                .ifPresent(
                        one -> {
                            throw new AssertionError(id + " overtook " + one.id());
                        });
    }

    private static long rank(Session session) {
        return ((State.Queued) session.state()).ticket().orElseThrow().rank();
    }

    Decision decide(Optional<Session> stored, SessionId id, Signal signal) {
        return stored.map(one -> lifecycle.decide(one, signal, clock.instant()))
                .orElseGet(() -> lifecycle.decideUnknown(id, signal, clock.instant()));
    }
}
