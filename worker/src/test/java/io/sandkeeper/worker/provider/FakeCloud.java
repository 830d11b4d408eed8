package io.sandkeeper.worker.provider;

import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.SandboxId;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A cloud in memory that does what it is told and says what it did. It is the truth that tests ask:
 * which sandboxes live, whatever anybody was told.
 */
public final class FakeCloud implements Provider {
    private final InstantSource clock;
    private final Map<SandboxId, FakeSandbox> sandboxes = new LinkedHashMap<>();
    private final Map<SandboxId, FakeSandbox> lost = new HashMap<>();
    private final Map<String, SandboxId> keys = new HashMap<>();
    private final Set<String> templates = new HashSet<>(Set.of("base"));
    private FakeShell shell = FakeShell.SILENT;
    private int slots = Integer.MAX_VALUE;
    private boolean recognisesKeys;
    private boolean refusesAutoPause;
    private int made;

    public FakeCloud(InstantSource clock) {
        this.clock = clock;
    }

    public synchronized FakeCloud knowing(String template) {
        templates.add(template);
        return this;
    }

    /** How many may run at once. */
    public synchronized FakeCloud slots(int most) {
        slots = most;
        return this;
    }

    public synchronized FakeCloud shell(FakeShell next) {
        shell = next;
        return this;
    }

    public synchronized FakeCloud recognisingKeys() {
        recognisesKeys = true;
        return this;
    }

    public synchronized FakeCloud refusingAutoPause() {
        refusesAutoPause = true;
        return this;
    }

    /** All there are, running and paused. */
    public synchronized List<Seen> live() {
        expire();
        return sandboxes.values().stream().map(FakeSandbox::seen).toList();
    }

    /** How many were ever made. */
    public synchronized int made() {
        return made;
    }

    /** It dies by itself. */
    public synchronized void lose(SandboxId sandbox) {
        Optional.ofNullable(sandboxes.remove(sandbox)).ifPresent(one -> lost.put(sandbox, one));
    }

    /** It was there all the time, and is seen again. */
    public synchronized void restore(SandboxId sandbox) {
        Optional.ofNullable(lost.remove(sandbox)).ifPresent(one -> sandboxes.put(sandbox, one));
    }

    /** Nothing in it answers any more. */
    public synchronized void silence(SandboxId sandbox) {
        Optional.ofNullable(sandboxes.get(sandbox)).ifPresent(one -> one.answers = false);
    }

    @Override
    public synchronized Answer<Made> create(Order order) {
        expire();
        var known = Optional.ofNullable(keys.get(order.idempotencyKey())).map(sandboxes::get);
        if (recognisesKeys && known.isPresent()) {
            return new Answer.Done<>(known.get().made());
        }
        if (!templates.contains(order.template())) {
            return new Answer.Absent<>("no template " + order.template());
        }
        if (sandboxes.values().stream().filter(FakeSandbox::isRunning).count() >= slots) {
            return new Answer.Failed<>(new Failure.Limited(Optional.empty(), "all slots taken"));
        }
        var id = new SandboxId("sandbox%04d".formatted(++made));
        var sandbox = new FakeSandbox(id, order, clock.instant());
        sandboxes.put(id, sandbox);
        keys.put(order.idempotencyKey(), id);
        var plain = sandbox.made();
        return new Answer.Done<>(
                new Made(
                        plain.sandbox(),
                        plain.template(),
                        plain.token(),
                        order.autoPause() && refusesAutoPause));
    }

    @Override
    public synchronized Answer<List<Seen>> find(Map<String, String> metadata) {
        expire();
        return new Answer.Done<>(
                sandboxes.values().stream()
                        .filter(one -> carries(one, metadata))
                        .map(FakeSandbox::seen)
                        .toList());
    }

    @Override
    public synchronized Answer<Seen> look(SandboxId sandbox) {
        return with(sandbox, one -> new Answer.Done<>(one.seen()));
    }

    @Override
    public synchronized Answer<Optional<Made>> way(SandboxId sandbox) {
        return with(
                sandbox,
                one ->
                        new Answer.Done<>(
                                one.isRunning() ? Optional.of(one.made()) : Optional.empty()));
    }

    @Override
    public synchronized Answer<Killed> kill(SandboxId sandbox) {
        return with(
                sandbox,
                _ -> {
                    sandboxes.remove(sandbox);
                    return new Answer.Done<>(new Killed());
                });
    }

    @Override
    public synchronized Answer<Slept> pause(SandboxId sandbox) {
        return with(
                sandbox,
                one -> {
                    if (one.isRunning()) {
                        one.pause(clock.instant());
                    }
                    return new Answer.Done<>(new Slept());
                });
    }

    @Override
    public synchronized Answer<Made> connect(SandboxId sandbox, Duration timeout) {
        return with(
                sandbox,
                one -> {
                    one.wake(timeout, clock.instant());
                    return new Answer.Done<>(one.made());
                });
    }

    @Override
    public synchronized Answer<Extended> extend(SandboxId sandbox, Duration timeout) {
        return with(
                sandbox,
                one -> {
                    if (!one.isRunning()) {
                        return new Answer.Failed<>(new Failure.Conflict("it is paused"));
                    }
                    one.endAt = clock.instant().plus(timeout);
                    return new Answer.Done<>(new Extended());
                });
    }

    @Override
    public Daemon daemon(Made sandbox) {
        return new FakeDaemon(this, sandbox.sandbox());
    }

    @Override
    public String url(SandboxId sandbox, int port) {
        return "http://%d-%s.cloud.invalid/".formatted(port, sandbox);
    }

    /** What the daemon of a sandbox answers, if it does. */
    synchronized <T> Answer<T> inside(SandboxId sandbox, Function<FakeSandbox, Answer<T>> work) {
        return with(
                sandbox,
                one -> {
                    if (!one.isRunning()) {
                        return new Answer.Absent<>("it is paused");
                    }
                    return one.answers
                            ? work.apply(one)
                            : new Answer.Failed<>(new Failure.Transient("nobody answers"));
                });
    }

    FakeShell shell() {
        return shell;
    }

    private <T> Answer<T> with(SandboxId sandbox, Function<FakeSandbox, Answer<T>> work) {
        expire();
        var one = sandboxes.get(sandbox);
        return one == null ? new Answer.Absent<>("no sandbox " + sandbox) : work.apply(one);
    }

    private void expire() {
        var now = clock.instant();
        for (var one : List.copyOf(sandboxes.values())) {
            if (!one.isRunning() || now.isBefore(one.endAt)) {
                continue;
            }
            if (one.order.autoPause() && !refusesAutoPause) {
                one.pause(one.endAt);
            } else {
                sandboxes.remove(one.id);
            }
        }
    }

    private static boolean carries(FakeSandbox one, Map<String, String> metadata) {
        return one.order.metadata().entrySet().containsAll(metadata.entrySet());
    }
}
