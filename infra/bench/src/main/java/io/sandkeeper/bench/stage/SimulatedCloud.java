package io.sandkeeper.bench.stage;

import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Daemon;
import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.SandboxId;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A provider in this process, whose creations take the time that the benchmark says and whose
 * sandboxes do at once what they are told. It keeps nothing: a benchmark that made it look would
 * measure something else, and fails.
 */
final class SimulatedCloud extends OneTrickCloud {
    private final Supplier<Calls> calls;

    SimulatedCloud(Supplier<Calls> calls) {
        super("only creates");
        this.calls = calls;
    }

    @Override
    public Answer<Made> create(Order order) {
        var session = order.metadata().getOrDefault("sandkeeper.session", "");
        try {
            calls.get().make(session);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Answer.Failed<>(new Failure.Unknown("the benchmark ended"));
        }
        return new Answer.Done<>(
                new Made(
                        new SandboxId("box-" + session),
                        order.template(),
                        Optional.empty(),
                        false));
    }

    @Override
    public Daemon daemon(Made sandbox) {
        return new Obedient();
    }

    private static final class Obedient implements Daemon {
        @Override
        public Answer<Ended> run(String command, Map<String, String> environment, Duration limit) {
            return new Answer.Done<>(new Ended(0, ""));
        }

        @Override
        public Answer<Started> start(String command, Map<String, String> environment) {
            return new Answer.Done<>(new Started(1));
        }

        @Override
        public Answer<Written> write(String path, byte[] content) {
            return new Answer.Done<>(new Written());
        }

        @Override
        public Answer<Optional<byte[]>> read(String path, int most, Duration limit) {
            return new Answer.Done<>(Optional.empty());
        }

        @Override
        public <T> Answer<Optional<T>> download(
                String path, long most, Duration limit, Reading<T> reading) {
            return new Answer.Done<>(Optional.empty());
        }

        @Override
        public Answer<Written> upload(String path, Content content, Duration limit) {
            return new Answer.Done<>(new Written());
        }
    }
}
