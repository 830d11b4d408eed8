package io.sandkeeper.bench.resilience;

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

/** Clouds whose failures are all final: no second try, no second look, no wait. */
record Unforgiving(Providers clouds) implements Providers {
    @Override
    public Optional<Provider> of(Optional<String> region) {
        return clouds.of(region).map(Cloud::new);
    }

    private static <T> Answer<T> end(Answer<T> answer) {
        return answer instanceof Answer.Failed<T>(var failure)
                ? new Answer.Failed<>(new Failure.Permanent(failure.evidence()))
                : answer;
    }

    private record Cloud(Provider cloud) implements Provider {
        @Override
        public Answer<Made> create(Order order) {
            return end(cloud.create(order));
        }

        @Override
        public Answer<List<Seen>> find(Map<String, String> metadata) {
            return end(cloud.find(metadata));
        }

        @Override
        public Answer<Seen> look(SandboxId sandbox) {
            return end(cloud.look(sandbox));
        }

        @Override
        public Answer<Optional<Made>> way(SandboxId sandbox) {
            return end(cloud.way(sandbox));
        }

        @Override
        public Answer<Killed> kill(SandboxId sandbox) {
            return end(cloud.kill(sandbox));
        }

        @Override
        public Answer<Slept> pause(SandboxId sandbox) {
            return end(cloud.pause(sandbox));
        }

        @Override
        public Answer<Made> connect(SandboxId sandbox, Duration timeout) {
            return end(cloud.connect(sandbox, timeout));
        }

        @Override
        public Answer<Extended> extend(SandboxId sandbox, Duration timeout) {
            return end(cloud.extend(sandbox, timeout));
        }

        @Override
        public Daemon daemon(Made sandbox) {
            return new Inside(cloud.daemon(sandbox));
        }

        @Override
        public String url(SandboxId sandbox, int port) {
            return cloud.url(sandbox, port);
        }
    }

    private record Inside(Daemon daemon) implements Daemon {
        @Override
        public Answer<Ended> run(String command, Map<String, String> environment, Duration limit) {
            return end(daemon.run(command, environment, limit));
        }

        @Override
        public Answer<Started> start(String command, Map<String, String> environment) {
            return end(daemon.start(command, environment));
        }

        @Override
        public Answer<Written> write(String path, byte[] content) {
            return end(daemon.write(path, content));
        }

        @Override
        public Answer<Optional<byte[]>> read(String path, int most, Duration limit) {
            return end(daemon.read(path, most, limit));
        }

        @Override
        public <T> Answer<Optional<T>> download(
                String path, long most, Duration limit, Reading<T> reading) {
            return end(daemon.download(path, most, limit, reading));
        }

        @Override
        public Answer<Written> upload(String path, Content content, Duration limit) {
            return end(daemon.upload(path, content, limit));
        }
    }
}
