package io.sandkeeper.worker.operation;

import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Daemon;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.session.SandboxId;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A provider each of whose calls, into its sandboxes too, goes through one guard. */
final class Guarded implements Provider {
    /** Makes the call, or answers without it. */
    interface Guard {
        <T> Answer<T> call(Supplier<Answer<T>> call);
    }

    private final Provider provider;
    private final Guard guard;

    Guarded(Provider provider, Guard guard) {
        this.provider = provider;
        this.guard = guard;
    }

    @Override
    public Answer<Made> create(Order order) {
        return guard.call(() -> provider.create(order));
    }

    @Override
    public Answer<List<Seen>> find(Map<String, String> metadata) {
        return guard.call(() -> provider.find(metadata));
    }

    @Override
    public Answer<Seen> look(SandboxId sandbox) {
        return guard.call(() -> provider.look(sandbox));
    }

    @Override
    public Answer<Optional<Made>> way(SandboxId sandbox) {
        return guard.call(() -> provider.way(sandbox));
    }

    @Override
    public Answer<Killed> kill(SandboxId sandbox) {
        return guard.call(() -> provider.kill(sandbox));
    }

    @Override
    public Answer<Slept> pause(SandboxId sandbox) {
        return guard.call(() -> provider.pause(sandbox));
    }

    @Override
    public Answer<Made> connect(SandboxId sandbox, Duration timeout) {
        return guard.call(() -> provider.connect(sandbox, timeout));
    }

    @Override
    public Answer<Extended> extend(SandboxId sandbox, Duration timeout) {
        return guard.call(() -> provider.extend(sandbox, timeout));
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
                return guard.call(() -> daemon.run(command, environment, limit));
            }

            @Override
            public Answer<Started> start(String command, Map<String, String> environment) {
                return guard.call(() -> daemon.start(command, environment));
            }

            @Override
            public Answer<Written> write(String path, byte[] content) {
                return guard.call(() -> daemon.write(path, content));
            }

            @Override
            public Answer<Optional<byte[]>> read(String path, int most, Duration limit) {
                return guard.call(() -> daemon.read(path, most, limit));
            }

            @Override
            public <T> Answer<Optional<T>> download(
                    String path, long most, Duration limit, Reading<T> reading) {
                return guard.call(() -> daemon.download(path, most, limit, reading));
            }

            @Override
            public Answer<Written> upload(String path, Content content, Duration limit) {
                return guard.call(() -> daemon.upload(path, content, limit));
            }
        };
    }
}
