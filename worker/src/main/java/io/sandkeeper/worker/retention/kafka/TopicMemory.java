package io.sandkeeper.worker.retention.kafka;

import io.sandkeeper.events.Topic;
import io.sandkeeper.worker.retention.Memory;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** Asks the broker how long it keeps the requests. */
public final class TopicMemory implements Memory {
    private static final Logger LOG = LoggerFactory.getLogger(TopicMemory.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String bootstrapServers;

    public TopicMemory(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    @Override
    public Optional<Duration> ofRequests() {
        var topic = new ConfigResource(ConfigResource.Type.TOPIC, Topic.REQUESTS.topicName());
        try (var admin = Admin.create(client())) {
            var configs = admin.describeConfigs(List.of(topic)).all().get();
            return Optional.ofNullable(configs.get(topic)).flatMap(TopicMemory::kept);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | KafkaException e) {
            LOG.info(
                    "how long {} keeps its records is not known: {}", topic.name(), e.getMessage());
            return Optional.empty();
        }
    }

    private Map<String, Object> client() {
        return Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) PATIENCE.toMillis(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) PATIENCE.toMillis());
    }

    /** What is kept compacted, or with a limit of -1, is kept for ever. */
    static Optional<Duration> kept(Config config) {
        var policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
        var limit = config.get(TopicConfig.RETENTION_MS_CONFIG);
        if (limit == null || limit.value() == null) {
            return Optional.empty();
        }
        var millis = Long.parseLong(limit.value());
        var deletes = policy == null || policy.value().contains(TopicConfig.CLEANUP_POLICY_DELETE);
        return Optional.of(millis < 0 || !deletes ? FOREVER : Duration.ofMillis(millis));
    }
}
