package io.sandkeeper.worker.intake.kafka;

import io.sandkeeper.worker.health.Vital;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Whether requests can reach this worker: the broker answers, and knows it as one of the group. */
final class Broker implements Vital {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final Admin admin;
    private final OwnedBuckets group;

    Broker(Admin admin, OwnedBuckets group) {
        this.admin = admin;
        this.group = group;
    }

    @Override
    public Optional<String> complaint() {
        if (!group.isMember()) {
            return Optional.of("not in the consumer group");
        }
        var options = new DescribeClusterOptions().timeoutMs((int) LIMIT.toMillis());
        try {
            var _ =
                    admin.describeCluster(options)
                            .nodes()
                            .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of("the broker does not answer: " + name(e));
        } catch (TimeoutException _) {
            return Optional.of("the broker did not answer within " + LIMIT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    private static String name(ExecutionException failure) {
        return Optional.ofNullable(failure.getCause())
                .map(cause -> cause.getClass().getSimpleName())
                .orElse("nobody knows why");
    }
}
