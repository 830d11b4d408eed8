package io.sandkeeper.bench.stage;

import io.sandkeeper.worker.operation.Providers;
import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Daemon;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.SandboxId;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A provider in this process that can do one thing. A benchmark that makes it do another would
 * measure something else, and fails.
 */
public abstract class OneTrickCloud implements Provider, Providers {
    private final String trick;

    /**
     * @param trick for the evidence: "only creates"
     */
    protected OneTrickCloud(String trick) {
        this.trick = trick;
    }

    @Override
    public Optional<Provider> of(Optional<String> region) {
        return Optional.of(this);
    }

    @Override
    public Answer<Made> create(Order order) {
        return unexpected();
    }

    @Override
    public Answer<List<Seen>> find(Map<String, String> metadata) {
        return unexpected();
    }

    @Override
    public Answer<Seen> look(SandboxId sandbox) {
        return unexpected();
    }

    @Override
    public Answer<Optional<Made>> way(SandboxId sandbox) {
        return unexpected();
    }

    @Override
    public Answer<Killed> kill(SandboxId sandbox) {
        return unexpected();
    }

    @Override
    public Answer<Slept> pause(SandboxId sandbox) {
        return unexpected();
    }

    @Override
    public Answer<Made> connect(SandboxId sandbox, Duration timeout) {
        return unexpected();
    }

    @Override
    public Answer<Extended> extend(SandboxId sandbox, Duration timeout) {
        return unexpected();
    }

    private <T> Answer<T> unexpected() {
        return new Answer.Failed<>(new Failure.Permanent("the benchmark's cloud " + trick));
    }

    @Override
    public Daemon daemon(Made sandbox) {
        throw new IllegalStateException("the benchmark's cloud " + trick);
    }

    @Override
    public String url(SandboxId sandbox, int port) {
        return "http://%d-%s.localhost/".formatted(port, sandbox);
    }
}
