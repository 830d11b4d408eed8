package io.sandkeeper.worker.session;

import static java.util.Comparator.comparingInt;

import java.util.HashMap;
import java.util.Map;

/**
 * How far a session's logs were taken in. It stays small: a topic that was made anew replaces the
 * one of its name, and of the partitions that a session was in while their number grew, the newest
 * few are enough.
 */
final class Consumed {
    /** By then the oldest partition's records are gone, and event ids still stand guard. */
    static final int PARTITIONS = 4;

    /** No topic has it in its name. */
    private static final char BETWEEN = '/';

    private Consumed() {}

    static String log(String topic, String identity, int partition) {
        return topic + BETWEEN + identity + BETWEEN + partition;
    }

    static Map<String, Long> taking(Map<String, Long> before, Origin.Position at) {
        var after = new HashMap<String, Long>();
        before.forEach(
                (log, offset) -> {
                    if (!isReplacedBy(at.topic(), log)) {
                        after.put(log, offset);
                    }
                });
        after.merge(at.topic(), at.offset(), Math::max);
        while (partitionsOf(at, after) > PARTITIONS) {
            forgetOldest(at, after);
        }
        return after;
    }

    private static boolean isReplacedBy(String newer, String log) {
        return topic(log).equals(topic(newer)) && !made(log).equals(made(newer));
    }

    private static long partitionsOf(Origin.Position at, Map<String, Long> consumed) {
        return consumed.keySet().stream().filter(log -> made(log).equals(made(at.topic()))).count();
    }

    /** When a topic grows to twice its partitions, a session stays or goes to a higher one. */
    private static void forgetOldest(Origin.Position at, Map<String, Long> consumed) {
        consumed.keySet().stream()
                .filter(log -> made(log).equals(made(at.topic())) && !log.equals(at.topic()))
                .min(comparingInt(String::length).thenComparing(log -> log))
                .ifPresent(consumed::remove);
    }

    private static String topic(String log) {
        int end = log.indexOf(BETWEEN);
        return end < 0 ? log : log.substring(0, end);
    }

    private static String made(String log) {
        int end = log.lastIndexOf(BETWEEN);
        return end < 0 ? log : log.substring(0, end);
    }
}
