package io.sandkeeper.worker.admission;

import io.sandkeeper.worker.platform.LaneId;
import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Daemon;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.session.SandboxId;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Counts each call to a control plane. Operations would be too few: one creation may be two orders,
 * a search and an adoption, and the provider counts them all.
 */
final class Counted implements Provider {
    private final Provider provider;
    private final Consumer<LaneId.Operation> count;

    Counted(Provider provider, Consumer<LaneId.Operation> count) {
        this.provider = provider;
        this.count = count;
    }

    @Override
    public Answer<Made> create(Order order) {
        count.accept(LaneId.Operation.CREATE);
        return provider.create(order);
    }

    @Override
    public Answer<List<Seen>> find(Map<String, String> metadata) {
        count.accept(LaneId.Operation.ANY);
        return provider.find(metadata);
    }

    @Override
    public Answer<Seen> look(SandboxId sandbox) {
        count.accept(LaneId.Operation.ANY);
        return provider.look(sandbox);
    }

    @Override
    public Answer<Optional<Made>> way(SandboxId sandbox) {
        count.accept(LaneId.Operation.ANY);
        return provider.way(sandbox);
    }

    @Override
    public Answer<Killed> kill(SandboxId sandbox) {
        count.accept(LaneId.Operation.KILL);
        return provider.kill(sandbox);
    }

    @Override
    public Answer<Slept> pause(SandboxId sandbox) {
        count.accept(LaneId.Operation.PAUSE);
        return provider.pause(sandbox);
    }

    @Override
    public Answer<Made> connect(SandboxId sandbox, Duration timeout) {
        count.accept(LaneId.Operation.RESUME);
        return provider.connect(sandbox, timeout);
    }

    @Override
    public Answer<Extended> extend(SandboxId sandbox, Duration timeout) {
        count.accept(LaneId.Operation.EXTEND);
        return provider.extend(sandbox, timeout);
    }

    /** Its daemon is no part of the control plane. */
    @Override
    public Daemon daemon(Made sandbox) {
        return provider.daemon(sandbox);
    }

    @Override
    public String url(SandboxId sandbox, int port) {
        return provider.url(sandbox, port);
    }
}
