package io.sandkeeper.worker.intake.kafka;

import io.sandkeeper.worker.session.SessionId;

import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What sessions without room sent waits here, each session's in order, and is passed again in a
 * while; the others' go on. From the first of them on no offset is committed ({@link Offsets}), so
 * whoever has the partition next reads them again: nothing is lost with this memory. It is bounded,
 * and what finds no place in it makes its batch wait.
 */
final class HeldBack {
    static final int MOST = 1_000;
    static final long MOST_BYTES = Portions.BYTES;
    private static final Duration A_WHILE = Duration.ofMillis(500);

    private final Map<SessionId, Map<Map<TopicPartition, Long>, One>> bySession = new HashMap<>();
    private final Executor later;
    private int count;
    private long bytes;

    /**
     * @param later runs what finds no room, after a while
     */
    HeldBack(Executor later) {
        this.later = later;
    }

    static HeldBack forAWhile() {
        return new HeldBack(
                CompletableFuture.delayedExecutor(
                        A_WHILE.toMillis(),
                        TimeUnit.MILLISECONDS,
                        work -> Thread.ofVirtual().name("held-back").start(work)));
    }

    private record One(Supplier<CompletableFuture<Void>> attempt, int bytes) {}

    /** Whether whatever else comes of this session must wait behind what waits already. */
    synchronized boolean holds(SessionId session) {
        return bySession.containsKey(session);
    }

    /**
     * @param from the offsets from which on it would be read again; the same ones held a second
     *     time are the same records delivered again
     * @param attempt fails while there is no room; it is never run twice at once
     * @return false when no more can be held
     */
    synchronized boolean hold(
            SessionId session,
            Map<TopicPartition, Long> from,
            int size,
            Supplier<CompletableFuture<Void>> attempt) {
        var its = bySession.get(session);
        if (its != null && its.containsKey(from)) {
            return true;
        }
        if (count >= MOST || bytes + size > MOST_BYTES) {
            return false;
        }
        if (its == null) {
            its = new LinkedHashMap<>();
            bySession.put(session, its);
            later.execute(() -> tryAgain(session));
        }
        its.put(Map.copyOf(from), new One(attempt, size));
        count++;
        bytes += size;
        return true;
    }

    /** What becomes of a batch of which something can neither be taken in nor held. */
    static CompletableFuture<Void> noMore() {
        return CompletableFuture.failedFuture(
                new NotTaken("too much waits for sessions that have no room", null));
    }

    /** Those that are answered at once are gone through here, not one inside the other. */
    private void tryAgain(SessionId session) {
        var first = first(session);
        while (first != null) {
            var one = first;
            var attempt =
                    CompletableFuture.completedFuture(null)
                            .thenCompose(_ -> one.getValue().attempt().get());
            if (!attempt.isDone()) {
                var _ =
                        attempt.whenComplete(
                                (_, failure) -> {
                                    if (settled(session, one.getKey(), failure)) {
                                        tryAgain(session);
                                    }
                                });
                return;
            }
            var failure = attempt.isCompletedExceptionally() ? attempt.exceptionNow() : null;
            first = settled(session, one.getKey(), failure) ? first(session) : null;
        }
    }

    /** False when it must be tried again. */
    private boolean settled(
            SessionId session, Map<TopicPartition, Long> from, @Nullable Throwable failure) {
        if (failure == null) {
            done(session, from);
            return true;
        }
        later.execute(() -> tryAgain(session));
        return false;
    }

    private synchronized Map.@Nullable Entry<Map<TopicPartition, Long>, One> first(
            SessionId session) {
        var its = bySession.get(session);
        return its == null ? null : its.entrySet().iterator().next();
    }

    private synchronized void done(SessionId session, Map<TopicPartition, Long> from) {
        var its = bySession.get(session);
        var one = its == null ? null : its.remove(from);
        if (its != null && one != null) {
            count--;
            bytes -= one.bytes();
            if (its.isEmpty()) {
                bySession.remove(session);
            }
        }
    }

    /** The first offset of the partition that is held back. */
    synchronized OptionalLong first(TopicPartition partition) {
        return bySession.values().stream()
                .flatMap(its -> its.keySet().stream())
                .filter(from -> from.containsKey(partition))
                .mapToLong(from -> from.getOrDefault(partition, Long.MAX_VALUE))
                .min();
    }

    /** Whoever has these partitions now reads it there; what is of others as well stays. */
    synchronized void forget(Collection<TopicPartition> revoked) {
        for (var session : new HashSet<>(bySession.keySet())) {
            var its = bySession.getOrDefault(session, Map.of());
            for (var from : new HashSet<>(its.keySet())) {
                if (revoked.containsAll(from.keySet())) {
                    done(session, from);
                }
            }
        }
    }

    synchronized int count() {
        return count;
    }
}
