package io.sandkeeper.worker.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A sandbox that must go, and stays listed until the provider says that it is gone.
 *
 * @param sandbox none when the answer to its creation never came: it is then looked for by its
 *     incarnation
 * @param tries how often it was tried, for the growing pause between tries and for the alarm
 * @param unseen how many complete listings in a row did not show it, when it is being looked for
 */
public record Condemned(
        Incarnation incarnation,
        Optional<SandboxId> sandbox,
        Instant since,
        Instant dueAt,
        int tries,
        int unseen) {
    /** So often must a complete listing not show a sandbox whose creation was never answered. */
    static final int LOOKS = 2;

    static Condemned known(Incarnation incarnation, SandboxId sandbox, Instant now) {
        return new Condemned(incarnation, Optional.of(sandbox), now, now, 0, 0);
    }

    static Condemned sought(Incarnation incarnation, Instant now, Instant from) {
        return new Condemned(incarnation, Optional.empty(), now, from, 0, 0);
    }

    Condemned tried(Instant next) {
        return new Condemned(incarnation, sandbox, since, next, tries + 1, unseen);
    }

    Condemned notSeen(Instant next) {
        return new Condemned(incarnation, sandbox, since, next, tries + 1, unseen + 1);
    }

    Condemned hurried(Instant now) {
        return new Condemned(incarnation, sandbox, since, now, tries, unseen);
    }

    /** Since when it should be gone and is not confirmed to be, when that is longer than it may. */
    public Optional<Instant> unconfirmedSince(Instant now, Duration patience) {
        return now.isBefore(since.plus(patience)) ? Optional.empty() : Optional.of(since);
    }

    boolean isSought() {
        return sandbox.isEmpty();
    }
}
