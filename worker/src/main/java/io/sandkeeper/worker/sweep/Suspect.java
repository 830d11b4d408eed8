package io.sandkeeper.worker.sweep;

import io.sandkeeper.worker.provider.Provider;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A sandbox of ours that nobody owns.
 *
 * @param known whether the session that it was made for is in the store
 * @param listings in how many complete listings in a row it was so
 */
record Suspect(Provider.Seen seen, boolean known, Instant firstSeenAt, int listings) {
    static Suspect after(
            @Nullable Suspect before, Provider.Seen seen, boolean known, Instant listedAt) {
        return before == null
                ? new Suspect(seen, known, listedAt, 1)
                : new Suspect(seen, known, before.firstSeenAt(), before.listings() + 1);
    }

    boolean isStray(SweepRules rules, Instant now) {
        return listings >= SweepRules.LISTINGS
                && !now.isBefore(seen.startedAt().plus(rules.grace()));
    }
}
