package io.sandkeeper.worker.simulation;

import io.sandkeeper.worker.session.EventId;
import io.sandkeeper.worker.session.Origin;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.store.SessionStore;
import io.sandkeeper.worker.store.StoreUnavailable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One seeded story: chance picks who goes on next, and what goes wrong; then nothing goes wrong any
 * more, and everything must come to rest.
 */
final class Story {
    private static final int STORMY_STEPS = 3_000;
    private static final int CALM_SECONDS = 1_800;
    private static final int WORKERS = 3;

    final World world;
    final Load load;
    final List<Member> members = new ArrayList<>();
    private final Timeline timeline;
    private int workers;
    private int uses;
    private int crashes;

    Story(long seed) {
        world = new World(seed);
        timeline = world.timeline;
        load = new Load(world);
    }

    void run() {
        begin(WORKERS);
        for (int step = 0; step < STORMY_STEPS; step++) {
            stormyStep();
        }
        while (load.isLeft()) {
            load.sendNext();
        }
        comeToRest();
    }

    void begin(int count) {
        for (int i = 0; i < count; i++) {
            join();
        }
        for (int partition = 0; partition < Broker.PARTITIONS; partition++) {
            assign(partition, anyone());
        }
    }

    /** Ends what still stands, so that no thread is left behind. */
    void end() {
        members.forEach(Member::crash);
    }

    private void stormyStep() {
        switch (timeline.random.nextInt(160)) {
            case 0, 1 -> sendNext();
            case 2 -> use();
            case 3 -> timeline.pass(Duration.ofMillis(timeline.random.nextInt(20_000)));
            case 4, 5, 6, 7, 8, 9, 10, 11, 12 ->
                    timeline.pass(Duration.ofMillis(timeline.random.nextInt(1_500)));
            case 13 -> misfortune();
            default -> somebodySteps();
        }
    }

    private void sendNext() {
        if (load.isLeft()) {
            load.sendNext();
        }
    }

    private void somebodySteps() {
        if (!step()) {
            timeline.pass(Duration.ofMillis(100));
        }
    }

    /** Lets somebody go on; false when nobody has anything to do. */
    private boolean step() {
        record Turn(Member member, Runnable step) {}
        var turns = new ArrayList<Turn>();
        for (var member : members) {
            member.steps().forEach(step -> turns.add(new Turn(member, step)));
        }
        if (turns.isEmpty()) {
            return false;
        }
        var turn = turns.get(timeline.random.nextInt(turns.size()));
        turn.step().run();
        if (world.wasDeadly()) {
            crash(turn.member());
        }
        return true;
    }

    private void misfortune() {
        var victim = anyone();
        buryWhoLeft();
        switch (timeline.random.nextInt(6)) {
            case 0, 1 -> crash(victim);
            case 4 -> leave(victim);
            case 2 -> {
                timeline.note(victim.name + " freezes");
                victim.freeze(Member.LEASE_TIME.multipliedBy(1 + timeline.random.nextInt(3)));
                if (timeline.random.nextBoolean()) {
                    rebalanceAway(victim);
                }
            }
            case 3 -> assign(timeline.random.nextInt(Broker.PARTITIONS), anyone());
            default -> victim.voice.loseTravelling();
        }
    }

    private void crash(Member victim) {
        crashes++;
        timeline.note(victim.name + " crashes");
        victim.crash();
        members.remove(victim);
        join();
        rebalanceAway(victim);
    }

    private void leave(Member victim) {
        if (!victim.isLeaving()) {
            timeline.note(victim.name + " ends");
            join();
            var owned = IntStream.range(0, Broker.PARTITIONS).filter(victim.poller::owns).toArray();
            victim.leave();
            for (var partition : owned) {
                assign(partition, anyone());
            }
        }
    }

    private void rebalanceAway(Member gone) {
        for (int partition = 0; partition < Broker.PARTITIONS; partition++) {
            if (gone.poller.owns(partition)) {
                assign(partition, anyone());
            }
        }
    }

    /** Whatever of it was still under way ends with its process. */
    private void buryWhoLeft() {
        var gone = members.stream().filter(Member::hasLeft).toList();
        gone.forEach(Member::crash);
        members.removeAll(gone);
    }

    void assign(int partition, Member owner) {
        timeline.note("partition " + partition + " goes to " + owner.name);
        members.forEach(one -> one.poller.revoke(partition));
        owner.poller.assign(partition);
    }

    private Member anyone() {
        var staying = members.stream().filter(one -> !one.isLeaving()).toList();
        return staying.get(timeline.random.nextInt(staying.size()));
    }

    Member join() {
        var member = new Member(world, "w" + ++workers);
        members.add(member);
        return member;
    }

    int crashes() {
        return crashes;
    }

    private void use() {
        var member = anyone();
        var session = load.sessions.get(timeline.random.nextInt(load.sessions.size()));
        var at = timeline.now();
        var event = new EventId("u-" + ++uses);
        member.begin("use " + event.value(), () -> used(member, session, at, event));
    }

    private static void used(Member member, SessionId id, Instant at, EventId event) {
        try {
            member.store().used(Map.of(id, new SessionStore.UseFold(at, Instant.EPOCH)));
            member.store().load(List.of(id)).sessions().stream()
                    .filter(session -> !(session.state() instanceof State.Running))
                    .forEach(_ -> member.door.remind(id, new Signal.Used(use(at, event))));
        } catch (StoreUnavailable _) {
            // Its user will use it again.
        }
    }

    private static Origin use(Instant at, EventId event) {
        return new Origin(
                event,
                "activity",
                "user",
                at,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    void comeToRest() {
        timeline.note("from here on nothing goes wrong");
        world.faults.end();
        world.provider.landLatecomers();
        members.forEach(Member::thaw);
        for (int second = 0; second < CALM_SECONDS; second++) {
            calmSecond();
            if (second % 10 == 9) {
                observe();
                if (isAtRest()) {
                    return;
                }
            }
        }
        throw new AssertionError("it never comes to rest: " + restless());
    }

    void calmSecond() {
        for (int tick = 0; tick < 2; tick++) {
            var going = true;
            while (going) {
                going = step();
            }
            timeline.pass(Duration.ofMillis(500));
        }
        buryWhoLeft();
    }

    /** What a reconciler does: it tells what the provider has and nobody knows. */
    private void observe() {
        var looking = new Observation(world, anyone().door);
        looking.run();
    }

    private boolean isAtRest() {
        return world.broker.isConsumed()
                && world.store.all().stream().allMatch(this::isSettled)
                && new Observation(world, anyone().door).isTrue();
    }

    private boolean isSettled(Session session) {
        return session.operation().isEmpty()
                && session.condemned().isEmpty()
                && world.store.kept(session.id()).orElseThrow().outbox().isEmpty();
    }

    private List<String> restless() {
        return world.store.all().stream()
                .filter(session -> !isSettled(session))
                .map(
                        session ->
                                session.id()
                                        + " "
                                        + session.state()
                                        + " "
                                        + session.operation()
                                        + session.condemned())
                .toList();
    }
}
