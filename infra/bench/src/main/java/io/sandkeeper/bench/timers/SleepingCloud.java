package io.sandkeeper.bench.timers;

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

/** A provider in this process that knows every sandbox and puts it to sleep. */
final class SleepingCloud implements Provider, Providers {
    private final Duration pause;

    /**
     * @param pause how long it takes to put one to sleep
     */
    SleepingCloud(Duration pause) {
        this.pause = pause;
    }

    @Override
    public Optional<Provider> of(Optional<String> region) {
        return Optional.of(this);
    }

    @Override
    public Answer<Slept> pause(SandboxId sandbox) {
        try {
            Thread.sleep(pause);
            return new Answer.Done<>(new Slept());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Answer.Failed<>(new Failure.Unknown("the benchmark ended"));
        }
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
    public Answer<Killed> kill(SandboxId sandbox) {
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

    private static <T> Answer<T> unexpected() {
        return new Answer.Failed<>(new Failure.Permanent("the sleeping cloud only pauses"));
    }

    @Override
    public Daemon daemon(Made sandbox) {
        throw new IllegalStateException("the sleeping cloud makes no sandboxes");
    }

    @Override
    public String url(SandboxId sandbox, int port) {
        return "http://%d-%s.localhost/".formatted(port, sandbox);
    }
}
