package io.sandkeeper.worker.store;

import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.State;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where sessions are kept. Blocking; a failure of the store is a {@link StoreUnavailable}, or a
 * {@link StoreRefused} when asking again cannot help. Times are kept to the millisecond.
 */
public interface SessionStore {
    /** So many of the newest transitions are kept. */
    int HISTORY = 50;

    /** What waits to be published of one session never takes more, by {@link Publication#size}. */
    int OUTBOX_BYTES = 128 * 1024;

    /** A session without outbox and history never takes more. */
    int SESSION_BYTES = 64 * 1024;

    /** Those of the sessions that exist, with what they have not told yet. */
    Found load(Collection<SessionId> ids);

    /**
     * Those of the sessions that exist and do not run. For activity, which comes in thousands and
     * mostly for sessions that run: those need not be sent.
     */
    default Found notRunning(Collection<SessionId> ids) {
        var found = load(ids);
        return new Found(
                found.sessions().stream()
                        .filter(session -> !(session.state() instanceof State.Running))
                        .toList(),
                found.unreadable());
    }

    /**
     * Writes each session whose stored version is still the one that its change was decided on, and
     * whose use is unchanged where the write asks for that; majority and journaled when it returns.
     * One session occurs at most once. When this fails as a whole, any of them may be written.
     */
    Written write(List<SessionWrite> writes);

    /**
     * When each session is due, of those in the given buckets that are due until then; the longest
     * overdue first, and no more than the limit.
     */
    Map<SessionId, Instant> dueBy(Set<Integer> buckets, Instant until, int limit);

    /**
     * Sessions with notices that were stored before the given time and are not published, or not
     * known to be; the longest waiting first.
     */
    List<Unpublished> unpublished(Set<Integer> buckets, Instant storedBefore, int limit);

    /** What waits to be published of those of the sessions that exist, maybe nothing, in order. */
    List<Unpublished> outboxes(Collection<SessionId> ids);

    /** How far those of the sessions that exist have told what happened to them. */
    Map<SessionId, Told> told(Collection<SessionId> ids);

    /** The newest transitions of those of the sessions that exist, oldest first. */
    Map<SessionId, List<Transition>> histories(Collection<SessionId> ids);

    /** Forgets publications up to the given sequence, by session. Idempotent. */
    void published(Map<SessionId, Long> upTo);

    /**
     * Moves last activity and busy-until forwards, never backwards; without a version. Unknown
     * sessions are skipped.
     */
    void used(Map<SessionId, UseFold> uses);

    /**
     * By sandbox, the session that lists it as its current or as a condemned one; without those
     * that no session lists.
     */
    Map<String, SessionId> bySandbox(Collection<String> sandboxIds);

    /** Which of these workers' operations are still leased: for taking over a lost worker's. */
    Found leasedBy(String worker, int limit);

    /** Those who wait in a lane's queue, smallest rank first, from the given rank on. */
    Found waiting(String lane, long fromRank, int limit);

    /** How many wait in a lane's queue. */
    long countWaiting(String lane);

    /**
     * How many sessions of the region have an awake sandbox, or may have one: those that are made,
     * woken, put to sleep or killed are counted in.
     */
    long countHolding(Optional<String> region);

    /**
     * Ended sessions whose retention is over. Whoever forgets one first publishes its tombstone.
     */
    List<SessionId> forgettable(Instant now, int limit);

    /** Removes those of the sessions whose retention is over. */
    void forget(Collection<SessionId> ids, Instant now);

    record Unpublished(SessionId session, List<Publication> publications) {}

    /**
     * @param sequence of the last notice
     * @param waiting the last notice that waits to be published, 0 when none does
     */
    record Told(long sequence, long waiting) {}

    /** The newest of a batch's activity for one session. */
    record UseFold(Instant lastActivity, Instant busyUntil) {}
}
