package io.sandkeeper.worker.store;

import io.sandkeeper.worker.session.SessionId;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What is going to be due. A hint, so that nobody is woken late: what is missing is found later.
 */
@FunctionalInterface
public interface Upcoming {
    /**
     * When each session is due, of those in the given buckets that are due after the one time and
     * not after the other; the first of them when there are more than the limit.
     */
    Map<SessionId, Instant> upcoming(Set<Integer> buckets, Instant after, Instant until, int limit);
}
