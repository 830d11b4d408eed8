package io.sandkeeper.local.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What makes a broker small and quick to start: one node that is controller and broker, and nothing
 * replicated.
 */
record BrokerSettings(Path folder, int port, int controllerPort) {
    static final int NODE = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    /** The dead-letter topic takes 3 MiB; the envelope around the record needs some room. */
    private static final int LARGEST_BATCH = 3 * 1024 * 1024 + 64 * 1024;

    Map<String, String> properties() {
        var settings = new HashMap<String, String>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE));
        settings.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
        settings.put("controller.listener.names", CONTROLLER_LISTENER);
        settings.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:%d,%s://127.0.0.1:%d"
                        .formatted(port, CONTROLLER_LISTENER, controllerPort));
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.put("log.dirs", folder.toString());
        settings.put("auto.create.topics.enable", "false");
        settings.put("message.max.bytes", Integer.toString(LARGEST_BATCH));
        settings.put("replica.fetch.max.bytes", Integer.toString(LARGEST_BATCH));
        withoutReplicas(settings);
        withQuickRebalances(settings);
        withLittleMemory(settings);
        return settings;
    }

    private static void withoutReplicas(Map<String, String> settings) {
        settings.put("default.replication.factor", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
    }

    /** The consumer protocol's defaults make a rebalance wait five seconds for a heartbeat. */
    private static void withQuickRebalances(Map<String, String> settings) {
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.consumer.min.heartbeat.interval.ms", "500");
        settings.put("group.consumer.heartbeat.interval.ms", "1000");
        settings.put("group.consumer.min.session.timeout.ms", "6000");
        settings.put("group.consumer.session.timeout.ms", "10000");
    }

    /** The cleaner alone would take 128 MiB of heap, and each of 400 partitions 20 MiB of index. */
    private static void withLittleMemory(Map<String, String> settings) {
        settings.put("log.cleaner.dedupe.buffer.size", "8388608");
        settings.put("log.index.size.max.bytes", "1048576");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("num.recovery.threads.per.data.dir", "1");
        settings.put("background.threads", "2");
    }
}
