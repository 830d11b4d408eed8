package io.sandkeeper.events;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The topics of Sandkeeper, and what each needs of a broker. */
public enum Topic {
    REQUESTS(
            "sandkeeper.requests",
            Direction.IN,
            "session id",
            Duration.ofDays(7),
            "What upstream services want of a session."),
    ACTIVITY(
            "sandkeeper.activity",
            Direction.IN,
            "session or sandbox id",
            Duration.ofDays(1),
            "Signs that a sandbox is being used."),
    HEALTH(
            "sandkeeper.health",
            Direction.IN,
            "session id",
            Duration.ofDays(1),
            "Doubts and observations about a sandbox's health."),
    GIT_REQUESTS(
            "sandkeeper.git.requests",
            Direction.IN,
            "session or workspace id",
            Duration.ofDays(7),
            "Git operations to be done in sandboxes."),
    GIT_RESULTS(
            "sandkeeper.git.results",
            Direction.OUT,
            "session or workspace id",
            Duration.ofDays(7),
            "What became of git operations."),
    LIFECYCLE(
            "sandkeeper.lifecycle",
            Direction.OUT,
            "session id",
            Duration.ofDays(7),
            "Every transition and progress of every session, in order and without a gap."),
    STATUS(
            "sandkeeper.status",
            Direction.OUT,
            "session id",
            Duration.ZERO,
            "The latest state of every session; a record without a value when it is forgotten."),
    PLATFORM(
            "sandkeeper.platform",
            Direction.OUT,
            "lane or name",
            Duration.ofDays(1),
            "Notices about breakers, queues, budgets, pools, regions and alarms."),
    DEAD_LETTER(
            "sandkeeper.dead-letter",
            Direction.OUT,
            "the original record's key",
            Duration.ofDays(30),
            "Records that could not be processed, as they came, with the reason in the headers.");

    /** As seen by Sandkeeper. */
    public enum Direction {
        IN,
        OUT
    }

    private static final int MEBIBYTE = 1024 * 1024;

    private final String topicName;
    private final Direction direction;
    private final String keyRule;
    private final Duration retention;
    private final String description;

    Topic(
            String topicName,
            Direction direction,
            String keyRule,
            Duration retention,
            String description) {
        this.topicName = topicName;
        this.direction = direction;
        this.keyRule = keyRule;
        this.retention = retention;
        this.description = description;
    }

    public static List<Topic> all() {
        return List.of(values());
    }

    public static Optional<Topic> named(String topicName) {
        return all().stream().filter(topic -> topic.topicName.equals(topicName)).findFirst();
    }

    public String topicName() {
        return topicName;
    }

    public Direction direction() {
        return direction;
    }

    /** What the records' key is, in words. */
    public String keyRule() {
        return keyRule;
    }

    public String description() {
        return description;
    }

    /** Keeps only the newest record of each key. */
    public boolean compacted() {
        return this == STATUS;
    }

    /** How long records are kept; zero for a compacted topic, which keeps the newest for ever. */
    public Duration retention() {
        return retention;
    }

    /**
     * A power of two, the same for all topics with sessions: with the default partitioner a
     * session's events, its state and its dead letters are then on partitions of the same number.
     */
    public int defaultPartitions() {
        return this == PLATFORM ? 1 : 64;
    }

    /** The dead-letter topic takes a record of the largest size together with the reason. */
    public int maxBytes() {
        return (this == DEAD_LETTER ? 3 : 2) * MEBIBYTE;
    }

    /** The broker's settings for this topic. */
    public Map<String, String> config() {
        var config = new LinkedHashMap<String, String>();
        config.put("cleanup.policy", compacted() ? "compact" : "delete");
        config.put("max.message.bytes", Integer.toString(maxBytes()));
        if (compacted()) {
            config.put("min.cleanable.dirty.ratio", "0.1");
        } else {
            config.put("retention.ms", Long.toString(retention.toMillis()));
        }
        return config;
    }
}
