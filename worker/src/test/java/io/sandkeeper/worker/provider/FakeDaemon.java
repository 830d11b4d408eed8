package io.sandkeeper.worker.provider;

import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.SandboxId;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

final class FakeDaemon implements Daemon {
    private static final Failure GIVEN_UP = new Failure.Transient("given up on our side");

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

    @Override
    public <T> Answer<Optional<T>> download(
            String path, long most, Duration limit, Reading<T> reading) {
        return read(path, (int) Math.min(most, Integer.MAX_VALUE), limit)
                .then(
                        content ->
                                content.map(bytes -> read(bytes, reading))
                                        .orElseGet(() -> new Answer.Done<>(Optional.empty())));
    }

    @Override
    public Answer<Written> upload(String path, Content content, Duration limit) {
        var whole = new ByteArrayOutputStream();
        try {
            content.writeTo(whole);
        } catch (IOException _) {
            return cloud.inside(sandbox, _ -> new Answer.Failed<>(GIVEN_UP));
        }
        return write(path, whole.toByteArray());
    }

    private static <T> Answer<Optional<T>> read(byte[] content, Reading<T> reading) {
        try {
            return new Answer.Done<>(Optional.of(reading.read(new ByteArrayInputStream(content))));
        } catch (IOException _) {
            return new Answer.Failed<>(GIVEN_UP);
        }
    }
}
