package io.sandkeeper.worker.provider;

import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.SandboxId;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

final class FakeDaemon implements Daemon {
    private final FakeCloud cloud;
    private final SandboxId sandbox;

    FakeDaemon(FakeCloud cloud, SandboxId sandbox) {
        this.cloud = cloud;
        this.sandbox = sandbox;
    }

    @Override
    public Answer<Ended> run(String command, Map<String, String> environment, Duration limit) {
        return cloud.inside(
                sandbox, _ -> new Answer.Done<>(cloud.shell().run(sandbox, command, environment)));
    }

    @Override
    public Answer<Started> start(String command, Map<String, String> environment) {
        return cloud.inside(
                sandbox,
                _ -> {
                    cloud.shell().run(sandbox, command, environment);
                    return new Answer.Done<>(new Started(1));
                });
    }

    @Override
    public Answer<Written> write(String path, byte[] content) {
        return cloud.inside(
                sandbox,
                one -> {
                    one.files.put(path, content.clone());
                    return new Answer.Done<>(new Written());
                });
    }

    @Override
    public Answer<Optional<byte[]>> read(String path, int most, Duration limit) {
        return cloud.inside(
                sandbox,
                one -> {
                    var content = Optional.ofNullable(one.files.get(path)).map(byte[]::clone);
                    return content.filter(bytes -> bytes.length > most).isPresent()
                            ? new Answer.Failed<>(new Failure.Permanent("more than " + most))
                            : new Answer.Done<>(content);
                });
    }
}
