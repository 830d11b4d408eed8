package io.sandkeeper.worker.admission;

import io.sandkeeper.worker.session.SessionId;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a lane's gate hears. */
sealed interface Heard {
    /**
     * The provider did what it was asked, or said properly that it will not.
     *
     * @param begun when that operation began
     */
    record Answered(SessionId session, Instant begun) implements Heard {}

    record Failed(SessionId session, String evidence) implements Heard {}

    /** So much failed that the breaker opens. */
    record Tripped(String evidence) implements Heard {}

    record KeyRefused(SessionId session, int status, String evidence) implements Heard {}

    record Limited(SessionId session, Optional<Duration> after, String evidence) implements Heard {}

    /** A sandbox of ours ended or fell asleep: a full account has room for one more. */
    record SlotFreed() implements Heard {}

    /** Nothing is left of the window's budget. */
    record BudgetSpent(Instant until, String evidence) implements Heard {}

    /** This session's operation is about to be let through as a probe. */
    record ProbeSent(SessionId session) implements Heard {}

    /** The one who leads has looked: so many wait. */
    record Counted(long waiting) implements Heard {}

    /** Somebody frees it by hand. */
    record Freed() implements Heard {}
}
