package io.sandkeeper.worker.store;

import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where sessions are kept. Blocking; a failure of the store is a {@link StoreUnavailable}. */
public interface SessionStore {
    /** Those of the sessions that exist. */
    Map<SessionId, Session> load(Collection<SessionId> ids);

    /**
     * Writes each session whose stored version is still the one that its change was decided on, and
     * whose use is unchanged where the write asks for that; majority and journaled when it returns.
     * One session occurs at most once.
     *
     * @return those that lost: they must be loaded and decided again
     */
    Set<SessionId> write(List<SessionWrite> writes);

    /**
     * Sessions whose due time has come, the longest overdue first; those of the given buckets only.
     */
    List<Session> due(Set<Integer> buckets, Instant now, int limit);

    /**
     * Sessions with notices that were stored before the given time and are not published, or not
     * known to be.
     */
    List<Unpublished> unpublished(Set<Integer> buckets, Instant storedBefore, int limit);

    /** Forgets publications up to the given sequence, by session. Idempotent. */
    void published(Map<SessionId, Long> upTo);

    /**
     * Moves last activity and busy-until forwards, never backwards; without a version. Unknown
     * sessions are skipped.
     */
    void used(Map<SessionId, UseFold> uses);

    Optional<SessionId> bySandbox(String sandboxId);

    /** Which of these workers' operations are still leased: for taking over a lost worker's. */
    List<Session> leasedBy(String worker, int limit);

    record Unpublished(SessionId session, List<Publication> publications) {}

    /** The newest of a batch's activity for one session. */
    record UseFold(Instant lastActivity, Instant busyUntil) {}
}
