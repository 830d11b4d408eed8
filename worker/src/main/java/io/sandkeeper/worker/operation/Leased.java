package io.sandkeeper.worker.operation;

import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Daemon;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.SandboxId;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The way to a provider under a lease, which is checked before each call: a worker that was frozen
 * and lost it neither makes a sandbox nor touches one that somebody else works in by now.
 */
final class Leased implements Provider {
    private final Provider provider;
    private final Operation operation;
    private final Standing standing;

    Leased(Provider provider, Operation operation, Standing standing) {
        this.provider = provider;
        this.operation = operation;
        this.standing = standing;
    }

    @Override
    public Answer<Made> create(Order order) {
        return held(() -> provider.create(order));
    }

    @Override
    public Answer<List<Seen>> find(Map<String, String> metadata) {
        return held(() -> provider.find(metadata));
    }

    @Override
    public Answer<Seen> look(SandboxId sandbox) {
        return held(() -> provider.look(sandbox));
    }

    @Override
    public Answer<Optional<Made>> way(SandboxId sandbox) {
        return held(() -> provider.way(sandbox));
    }

    @Override
    public Answer<Killed> kill(SandboxId sandbox) {
        return held(() -> provider.kill(sandbox));
    }

    @Override
    public Answer<Slept> pause(SandboxId sandbox) {
        return held(() -> provider.pause(sandbox));
    }

    @Override
    public Answer<Made> connect(SandboxId sandbox, Duration timeout) {
        return held(() -> provider.connect(sandbox, timeout));
    }

    @Override
    public Answer<Extended> extend(SandboxId sandbox, Duration timeout) {
        return held(() -> provider.extend(sandbox, timeout));
    }

    @Override
    public String url(SandboxId sandbox, int port) {
        return provider.url(sandbox, port);
    }

    @Override
    public Daemon daemon(Made sandbox) {
        var daemon = provider.daemon(sandbox);
        return new Daemon() {
            @Override
            public Answer<Ended> run(
                    String command, Map<String, String> environment, Duration limit) {
                return held(() -> daemon.run(command, environment, limit));
            }

            @Override
            public Answer<Started> start(String command, Map<String, String> environment) {
                return held(() -> daemon.start(command, environment));
            }

            @Override
            public Answer<Written> write(String path, byte[] content) {
                return held(() -> daemon.write(path, content));
            }

            @Override
            public Answer<Optional<byte[]>> read(String path, int most, Duration limit) {
                return held(() -> daemon.read(path, most, limit));
            }

            @Override
            public <T> Answer<Optional<T>> download(
                    String path, long most, Duration limit, Reading<T> reading) {
                return held(() -> daemon.download(path, most, limit, reading));
            }

            @Override
            public Answer<Written> upload(String path, Content content, Duration limit) {
                return held(() -> daemon.upload(path, content, limit));
            }
        };
    }

    private <T> Answer<T> held(Supplier<Answer<T>> call) {
        return operation.lease().filter(standing::holds).isPresent()
                ? call.get()
                : new Answer.Failed<>(new Failure.Conflict("this worker lost its leases"));
    }
}
