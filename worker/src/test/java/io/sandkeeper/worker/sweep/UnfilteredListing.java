package io.sandkeeper.worker.sweep;

import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Daemon;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.session.SandboxId;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The way to a provider whose listings are not what they should be. */
record UnfilteredListing(Provider way, UnaryOperator<List<Provider.Seen>> twist)
        implements Provider {
    /** It does not know the filter. */
    UnfilteredListing(Provider way) {
        this(way, UnaryOperator.identity());
    }

    @Override
    public Answer<List<Seen>> find(Map<String, String> metadata) {
        return way.find(Map.of()).then(all -> new Answer.Done<>(twist.apply(all)));
    }

    @Override
    public Answer<Made> create(Order order) {
        return way.create(order);
    }

    @Override
    public Answer<Seen> look(SandboxId sandbox) {
        return way.look(sandbox);
    }

    @Override
    public Answer<Optional<Made>> way(SandboxId sandbox) {
        return way.way(sandbox);
    }

    @Override
    public Answer<Killed> kill(SandboxId sandbox) {
        return way.kill(sandbox);
    }

    @Override
    public Answer<Slept> pause(SandboxId sandbox) {
        return way.pause(sandbox);
    }

    @Override
    public Answer<Made> connect(SandboxId sandbox, Duration timeout) {
        return way.connect(sandbox, timeout);
    }

    @Override
    public Answer<Extended> extend(SandboxId sandbox, Duration timeout) {
        return way.extend(sandbox, timeout);
    }

    @Override
    public Daemon daemon(Made sandbox) {
        return way.daemon(sandbox);
    }

    @Override
    public String url(SandboxId sandbox, int port) {
        return way.url(sandbox, port);
    }
}
