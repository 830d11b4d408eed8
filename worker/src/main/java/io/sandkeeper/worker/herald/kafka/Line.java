package io.sandkeeper.worker.herald.kafka;

import io.sandkeeper.worker.store.Publication;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * What one session has to tell, in the order of its sequence. One publication is under way at a
 * time: the next one goes when it has arrived, or an earlier one that fails would come out behind
 * it.
 *
 * <p>It holds the next ones only as far as it knows that there is none in between. For the rest the
 * session's outbox is read. Guarded by itself.
 */
final class Line {
    private final ArrayDeque<Publication> next = new ArrayDeque<>(2);
    private @Nullable Publication underWay;

    /** Everything up to here is published. */
    private long told;

    /** Everything up to here is told, under way or held. */
    private long held;

    /** So much is known to be in the outbox. */
    private long known;

    private Instant waitsSince = Instant.MAX;
    private Instant readFrom = Instant.MIN;

    /** Whether there is more in the outbox than is held here. */
    boolean isBehind() {
        return known > held;
    }

    boolean isIdle() {
        return isEmptyHanded() && !isBehind();
    }

    boolean isEmptyHanded() {
        return underWay == null && next.isEmpty();
    }

    boolean isReadable(Instant now) {
        return isBehind() && isEmptyHanded() && !readFrom.isAfter(now);
    }

    long known() {
        return known;
    }

    Instant waitsSince() {
        return isIdle() ? Instant.MAX : waitsSince;
    }

    /** Something is in the outbox. */
    void learn(Publication publication) {
        if (publication.sequence() > known) {
            if (isIdle()) {
                waitsSince = publication.time();
            }
            known = publication.sequence();
        }
    }

    /** Whether it is the one after those that are held; an earlier one is held or told already. */
    boolean isNext(Publication publication) {
        return publication.sequence() == held + 1;
    }

    void hold(Publication publication) {
        learn(publication);
        next.add(publication);
        held = publication.sequence();
    }

    /**
     * This is all that is in the outbox: what was there before it is published.
     *
     * @param knownThen what was known before the outbox was read
     * @return what is to be held, in order
     */
    List<Publication> read(List<Publication> outbox, long knownThen) {
        var first = outbox.isEmpty() ? knownThen + 1 : outbox.getFirst().sequence();
        if (isEmptyHanded()) {
            told = Math.max(told, first - 1);
            held = told;
            waitsSince = outbox.isEmpty() ? Instant.MAX : outbox.getFirst().time();
        }
        return outbox.stream().filter(one -> one.sequence() > held).toList();
    }

    /** The next one is under way from now on. */
    Optional<Publication> takeNext() {
        if (underWay != null || next.isEmpty()) {
            return Optional.empty();
        }
        var first = next.remove();
        underWay = first;
        return Optional.of(first);
    }

    void arrived(Publication publication) {
        told = Math.max(told, publication.sequence());
        underWay = null;
        var following = next.peek();
        if (following != null) {
            waitsSince = following.time();
        }
    }

    /** It and those behind it stay in the outbox. */
    List<Publication> failed(Instant again) {
        var left = List.copyOf(next);
        next.clear();
        underWay = null;
        held = told;
        readFrom = again;
        return left;
    }
}
