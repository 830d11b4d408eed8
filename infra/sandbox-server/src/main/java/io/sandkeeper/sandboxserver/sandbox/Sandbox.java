package io.sandkeeper.sandboxserver.sandbox;

import io.sandkeeper.sandboxserver.machine.Cell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One sandbox: performs what the rules decide, one deed at a time. A decision is taken and its
 * state entered under the lock; the deed itself is done outside of it, in the thread of whoever
 * asked.
 */
public final class Sandbox implements Guest {
    private static final System.Logger LOG = System.getLogger(Sandbox.class.getName());

    /** After so many transitions of others a caller is told to come back. */
    private static final int ROUNDS = 10;

    private final Profile profile;
    private final Ground ground;
    private final Habitat habitat;
    private final LogBook log = new LogBook();
    private final Samples samples = new Samples();
    private volatile NetworkPolicy network;
    private State state;
    private Optional<Transition> transition = Optional.empty();

    Sandbox(
            Profile profile,
            Ground ground,
            Habitat habitat,
            NetworkPolicy network,
            State.Running state) {
        this.profile = profile;
        this.ground = ground;
        this.habitat = habitat;
        this.network = network;
        this.state = state;
    }

    /** What to do about an operation outside of the lock. */
    private sealed interface Step {
        record Answer(Outcome outcome) implements Step {}

        record Carry(Transition transition) implements Step {}

        record Await(Transition transition, boolean joined) implements Step {}
    }

    Outcome perform(Operation operation) {
        for (int round = 0; round < ROUNDS; round++) {
            switch (step(operation)) {
                case Step.Answer(Outcome outcome) -> {
                    return outcome;
                }
                case Step.Carry(Transition begun) -> {
                    return carryOut(begun);
                }
                case Step.Await(Transition other, boolean joined) -> {
                    if (succeeds(other) && joined) {
                        return new Outcome.Performed();
                    }
                }
            }
        }
        return new Outcome.Refused(Refusal.IN_TRANSITION);
    }

    private synchronized Step step(Operation operation) {
        Instant now = ground.time().instant();
        return switch (ground.rules().decide(state, profile.wishes(), operation, now)) {
            case Decision.Stay _ -> new Step.Answer(new Outcome.AsItWas());
            case Decision.Become(State.Running next) -> {
                state = next;
                tell(new Happening.TimeoutSet(next.endAt()));
                yield new Step.Answer(new Outcome.AsItWas());
            }
            case Decision.Refuse(Refusal refusal) -> new Step.Answer(new Outcome.Refused(refusal));
            case Decision.Join _ -> new Step.Await(transition.orElseThrow(), true);
            case Decision.Wait _ -> new Step.Await(transition.orElseThrow(), false);
            case Decision.Begin begin -> begin(begin);
        };
    }

    private Step begin(Decision.Begin begin) {
        if (begin.after() instanceof State.Running && !ground.slots().take(profile.id())) {
            return new Step.Answer(new Outcome.Refused(Refusal.TOO_MANY_RUNNING));
        }
        var begun = new Transition(begin);
        state = begin.during();
        transition = Optional.of(begun);
        return new Step.Carry(begun);
    }

    private Outcome carryOut(Transition begun) {
        Optional<Exception> failure = Optional.empty();
        try {
            habitat.carryOut(begun.begin().deed(), this);
        } catch (IOException | RuntimeException failed) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "sandbox " + profile.id() + ": " + begun.begin().deed(),
                    failed);
            failure = Optional.of(failed);
        }
        end(begun, failure.isEmpty());
        return failure.<Outcome>map(Outcome.Failed::new).orElseGet(Outcome.Performed::new);
    }

    private synchronized void end(Transition ended, boolean success) {
        state = success ? ended.begin().after() : ended.begin().otherwise();
        transition = Optional.empty();
        if (!(state instanceof State.Running)) {
            ground.slots().giveBack(profile.id());
        }
        if (success || state instanceof State.Gone) {
            tell(happening(ended.begin()));
        }
        ended.ended(success);
    }

    private Happening happening(Decision.Begin begin) {
        Instant now = ground.time().instant();
        return switch (begin.during()) {
            case State.Pausing(State.Running from, _) ->
                    new Happening.Paused(from.startedAt(), Duration.between(from.startedAt(), now));
            case State.Resuming _ -> new Happening.Resumed();
            case State.Copying _ -> new Happening.Checkpointed();
            case State.Killing(Instant startedAt, KillReason reason) ->
                    new Happening.Killed(startedAt, Duration.between(startedAt, now), reason);
            case State.Running _, State.Paused _, State.Gone _ ->
                    throw new IllegalStateException("not a transition: " + begin);
        };
    }

    private static boolean succeeds(Transition other) {
        try {
            return other.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void tell(Happening happening) {
        Instant now = ground.time().instant();
        log.add(now, LogLine.Level.INFO, happening.sentence(), Map.of());
        ground.witness().saw(this, happening, now);
    }

    /** Called once, when everything that belongs to its creation is done. */
    synchronized void announce() {
        tell(new Happening.Created());
    }

    /** Attaches what starts with its cell, before anything runs in it. */
    void attach() throws IOException {
        habitat.attach(this);
    }

    /** Replaces the network rules, unless it is in no state for it. */
    Outcome reconfigure(NetworkPolicy policy) {
        Outcome outcome = perform(new Operation.Reconfigure());
        if (outcome instanceof Outcome.AsItWas) {
            synchronized (this) {
                network = policy;
                tell(new Happening.NetworkSet(policy.allowOut(), policy.denyOut()));
            }
        }
        return outcome;
    }

    void sample() throws IOException {
        if (isRunning()) {
            samples.take(habitat.cell(), habitat.root(), ground.time().instant());
        }
    }

    private synchronized boolean isRunning() {
        return state instanceof State.Running;
    }

    synchronized boolean isGone() {
        return state instanceof State.Gone;
    }

    synchronized boolean isDue(Instant now) {
        return state instanceof State.Running(_, Instant endAt) && !now.isBefore(endAt);
    }

    /** How it looks from outside; nothing once it is being killed. */
    public synchronized Optional<Appearance> look() {
        return switch (state) {
            case State.Running(Instant start, Instant end) ->
                    shown(Appearance.Shown.RUNNING, start, end);
            case State.Copying(State.Running from) ->
                    shown(Appearance.Shown.PAUSED, from.startedAt(), from.endAt());
            case State.Pausing(State.Running from, _) ->
                    shown(Appearance.Shown.PAUSED, from.startedAt(), from.endAt());
            case State.Paused(Instant start, Instant pausedAt, _) ->
                    shown(Appearance.Shown.PAUSED, start, pausedAt);
            case State.Resuming(State.Paused from) ->
                    shown(Appearance.Shown.PAUSED, from.startedAt(), from.pausedAt());
            case State.Killing _, State.Gone _ -> Optional.empty();
        };
    }

    private static Optional<Appearance> shown(Appearance.Shown shown, Instant start, Instant end) {
        return Optional.of(new Appearance(shown, start, end));
    }

    public Profile profile() {
        return profile;
    }

    public LogBook log() {
        return log;
    }

    public List<Sample> samplesBetween(Instant start, Instant end) {
        return samples.between(start, end);
    }

    public Optional<Sample> latestSample() {
        return samples.latest();
    }

    /** Its folder on the host. */
    public Path root() {
        return habitat.root();
    }

    /**
     * Whether this is the token of its daemon; takes as long for a wrong one as for the right one.
     */
    public boolean opensDaemon(String token) {
        return same(profile.tokens().access(), token);
    }

    public boolean opensPorts(String token) {
        return network.publicTraffic() || same(profile.tokens().traffic(), token);
    }

    private static boolean same(String secret, String offered) {
        return MessageDigest.isEqual(
                secret.getBytes(StandardCharsets.UTF_8), offered.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String id() {
        return profile.id().text();
    }

    @Override
    public String templateId() {
        return profile.template().id();
    }

    @Override
    public String accessToken() {
        return profile.tokens().access();
    }

    @Override
    public String trafficToken() {
        return profile.tokens().traffic();
    }

    @Override
    public Cell cell() {
        return habitat.cell();
    }

    @Override
    public Map<String, String> environment() {
        var environment = new HashMap<>(habitat.environment());
        environment.putAll(profile.environment());
        return environment;
    }

    @Override
    public NetworkPolicy network() {
        return network;
    }

    @Override
    public synchronized Instant startedAt() {
        return look().map(Appearance::startedAt).orElse(Instant.EPOCH);
    }

    @Override
    public Connections connections() {
        return habitat.connections();
    }
}
