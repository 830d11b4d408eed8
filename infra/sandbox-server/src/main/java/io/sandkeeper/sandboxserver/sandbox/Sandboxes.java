package io.sandkeeper.sandboxserver.sandbox;

import io.sandkeeper.sandboxserver.machine.Machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** All sandboxes of this server that are not gone. */
public final class Sandboxes implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Sandboxes.class.getName());

    /** The whole server is to be gone within five seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Ground ground;
    private final Founding founding;
    private final Map<SandboxId, Sandbox> living = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * What is allowed at all.
     *
     * @param most how many may run at the same time
     */
    public record Limits(int most, Duration maxLifetime) {}

    private Sandboxes(Ground ground, Path folder) {
        this.ground = ground;
        this.founding = new Founding(ground, folder);
    }

    /**
     * Opens for business, with no sandboxes yet.
     *
     * @param folder where the sandboxes' folders are made
     */
    public static Sandboxes over(
            Machine machine,
            Path folder,
            Limits limits,
            Attachments attachments,
            Witness witness,
            InstantSource time)
            throws IOException {
        Files.createDirectories(folder);
        var rules = new Rules(limits.maxLifetime());
        var slots = new Slots(limits.most());
        return new Sandboxes(new Ground(machine, rules, slots, attachments, witness, time), folder);
    }

    public Creation create(Blueprint blueprint) {
        Creation creation = founding.found(blueprint);
        if (creation instanceof Creation.Created(Sandbox sandbox)) {
            living.put(sandbox.profile().id(), sandbox);
            sandbox.announce();
            new StartCommand(sandbox, ground.time()).startIfAny();
            if (closed) {
                // The server's end came while it was made, and did not see it.
                perform(sandbox.profile().id(), new Operation.Kill(KillReason.ADMIN));
                return new Creation.Failed(new IllegalStateException("the server has stopped"));
            }
        }
        return creation;
    }

    public Optional<Sandbox> find(SandboxId id) {
        return Optional.ofNullable(living.get(id));
    }

    public Collection<Sandbox> all() {
        return List.copyOf(living.values());
    }

    public Outcome perform(SandboxId id, Operation operation) {
        Sandbox sandbox = living.get(id);
        if (sandbox == null) {
            return new Outcome.Refused(Refusal.UNKNOWN);
        }
        Outcome outcome = sandbox.perform(operation);
        if (sandbox.isGone()) {
            living.remove(id, sandbox);
        }
        return outcome;
    }

    public Outcome reconfigure(SandboxId id, NetworkPolicy policy) {
        Sandbox sandbox = living.get(id);
        return sandbox == null ? new Outcome.Refused(Refusal.UNKNOWN) : sandbox.reconfigure(policy);
    }

    /** How many may run at the same time. */
    public int most() {
        return ground.slots().most();
    }

    public Duration maxLifetime() {
        return ground.rules().maxLifetime();
    }

    /** How many places are taken; with all sandboxes at rest, how many run. */
    public int running() {
        return ground.slots().taken();
    }

    /**
     * Acts on those whose time is up; each on a thread of its own, so that none waits for another.
     */
    void endLate() {
        Instant now = ground.time().instant();
        for (Sandbox sandbox : living.values()) {
            if (sandbox.isDue(now)) {
                SandboxId id = sandbox.profile().id();
                Thread.ofVirtual()
                        .name("time-up-" + id)
                        .start(() -> perform(id, new Operation.TimeUp()));
            }
        }
    }

    void sample() {
        for (Sandbox sandbox : living.values()) {
            try {
                sandbox.sample();
            } catch (IOException failed) {
                // It may be ending just now; if not, the next sample tells the same again.
                LOG.log(System.Logger.Level.DEBUG, "no sample of " + sandbox.id(), failed);
            }
        }
    }

    /** Kills all of them at the same time. What takes too long is ended with the machine. */
    @Override
    public void close() {
        closed = true;
        var killers = new ArrayList<Thread>();
        for (SandboxId id : List.copyOf(living.keySet())) {
            killers.add(
                    Thread.ofVirtual()
                            .name("end-" + id)
                            .start(() -> perform(id, new Operation.Kill(KillReason.ADMIN))));
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (Thread killer : killers) {
            try {
                killer.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return; // In a hurry: what is left is ended with the machine.
            }
        }
    }
}
