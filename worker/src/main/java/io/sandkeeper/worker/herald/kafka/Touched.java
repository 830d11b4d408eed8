package io.sandkeeper.worker.herald.kafka;

import io.sandkeeper.worker.session.SessionId;

import org.apache.kafka.common.TopicPartition;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * Sessions whose latest state was written and is not verified yet, the longest untouched first. Of
 * each only the last record counts: it is what stays.
 */
final class Touched {
    /**
     * @param sequence of the state; {@link #BURIED} when the record has no value
     * @param horizon where the partition ended when this looked older than what is stored
     */
    record Last(
            TopicPartition partition,
            long offset,
            long sequence,
            Instant at,
            OptionalLong horizon) {
        Last(TopicPartition partition, long offset, long sequence, Instant at) {
            this(partition, offset, sequence, at, OptionalLong.empty());
        }

        Last at(Instant time) {
            return new Last(partition, offset, sequence, time, horizon);
        }

        Last doubtedUpTo(long end) {
            return new Last(partition, offset, sequence, at, OptionalLong.of(end));
        }
    }

    static final long BURIED = -1;

    private final LinkedHashMap<SessionId, Last> sessions = new LinkedHashMap<>();
    private final Map<TopicPartition, TreeSet<Long>> open = new HashMap<>();
    private final Map<TopicPartition, Long> read = new HashMap<>();

    void add(SessionId session, Last last) {
        remove(session);
        sessions.put(session, last);
        open.computeIfAbsent(last.partition(), _ -> new TreeSet<>()).add(last.offset());
        passed(last.partition(), last.offset());
    }

    /** A record that says nothing about a session. */
    void passed(TopicPartition partition, long offset) {
        read.merge(partition, offset + 1, Math::max);
    }

    private void remove(SessionId session) {
        var last = sessions.remove(session);
        if (last != null) {
            open.getOrDefault(last.partition(), new TreeSet<>()).remove(last.offset());
        }
    }

    /** It was looked at as it was then; a record that came meanwhile is looked at again. */
    void verified(SessionId session, Last then) {
        if (then.equals(sessions.get(session))) {
            remove(session);
        }
    }

    /** Cannot be verified yet: it is looked at again, when everything before it was. */
    void postpone(SessionId session, Last then, Instant now) {
        if (then.equals(sessions.get(session))) {
            add(session, then.at(now));
        }
    }

    /** It looks older: whether it is, is known when everything up to there has been read. */
    void doubted(SessionId session, Last then, long end, Instant now) {
        if (then.equals(sessions.get(session))) {
            add(session, then.doubtedUpTo(end).at(now));
        }
    }

    /** Those that nobody touched since. */
    Map<SessionId, Last> untouchedSince(Instant time, int most) {
        var quiet = new LinkedHashMap<SessionId, Last>();
        for (var one : sessions.entrySet()) {
            if (quiet.size() == most || one.getValue().at().isAfter(time)) {
                break;
            }
            quiet.put(one.getKey(), one.getValue());
        }
        return quiet;
    }

    /** By partition, the offset from which somebody else would have to go on. */
    Map<TopicPartition, Long> verifiedUpTo() {
        var positions = new HashMap<>(read);
        open.forEach(
                (partition, offsets) -> {
                    if (!offsets.isEmpty()) {
                        positions.merge(partition, offsets.first(), Math::min);
                    }
                });
        return positions;
    }

    /** These partitions are another's now. */
    void leave(Iterable<TopicPartition> partitions) {
        var left = new ArrayList<TopicPartition>();
        partitions.forEach(left::add);
        sessions.values().removeIf(last -> left.contains(last.partition()));
        left.forEach(open::remove);
        left.forEach(read::remove);
    }

    int size() {
        return sessions.size();
    }
}
