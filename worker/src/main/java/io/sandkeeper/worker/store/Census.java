package io.sandkeeper.worker.store;

import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.State;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A little of very many sessions, for who compares them with what exists at the providers. Fails as
 * the {@link SessionStore} does.
 */
public interface Census {
    /**
     * Sessions that are in this state and have a sandbox, in the order of their ids.
     *
     * @param after where an earlier page ended
     */
    Page resting(State.Name state, Optional<SessionId> after, int limit);

    /**
     * Running sessions of these buckets, in the order of their ids.
     *
     * @param after where an earlier page ended
     */
    RunningPage running(Set<Integer> buckets, Optional<SessionId> after, int limit);

    /**
     * @param port where its preview is to answer
     * @param healthEvery how often it wants to be checked
     */
    record Running(
            SessionId session,
            Optional<String> region,
            SandboxId sandbox,
            long generation,
            Optional<Integer> port,
            Optional<Duration> healthEvery,
            Instant lastActivity) {}

    /**
     * @param next where the next page begins; none after the last one. Sessions that cannot be read
     *     are left out
     */
    record RunningPage(List<Running> sessions, Optional<SessionId> next) {
        public RunningPage {
            sessions = List.copyOf(sessions);
        }
    }

    /**
     * @param since when it came into its state
     * @param busy whether somebody is at an operation for it
     */
    record Resting(
            SessionId session,
            Optional<String> region,
            SandboxId sandbox,
            Instant since,
            boolean busy) {}

    /**
     * @param next where the next page begins; none after the last one. Sessions that cannot be read
     *     are left out
     */
    record Page(List<Resting> sessions, Optional<SessionId> next) {
        public Page {
            sessions = List.copyOf(sessions);
        }
    }
}
