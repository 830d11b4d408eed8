package io.sandkeeper.worker.sweep;

import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.store.Census;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Goes through the sessions that have a sandbox and rest, page by page, and doubts those whose
 * sandbox is listed as something else or not at all. A session that changed after the listing was
 * begun, or is being worked on, is left alone.
 */
final class Comparison {
    private static final Logger LOG = LoggerFactory.getLogger(Comparison.class);
    private static final int PAGE = 500;

    /** Fewer that are missing at once may be chance. */
    private static final int COINCIDENCE = 10;

    private final Census census;
    private final Doubts doubts;

    Comparison(Census census, Doubts doubts) {
        this.census = census;
        this.doubts = doubts;
    }

    /** What a place's listing says about the sessions of one state. */
    private static final class Tally {
        private final List<Doubt> changed = new ArrayList<>();
        private final List<Doubt> missing = new ArrayList<>();
        private int compared;
    }

    /**
     * @param listings by region; a region without a complete one is not compared
     */
    void with(Map<Optional<String>, Listing> listings) {
        if (listings.isEmpty()) {
            return;
        }
        compare(State.Name.RUNNING, Provider.Condition.RUNNING, listings);
        compare(State.Name.PAUSED, Provider.Condition.PAUSED, listings);
    }

    private void compare(
            State.Name state,
            Provider.Condition expected,
            Map<Optional<String>, Listing> listings) {
        var tallies = new HashMap<Listing, Tally>();
        var next = Optional.<SessionId>empty();
        do {
            var page = census.resting(state, next, PAGE);
            for (var one : page.sessions()) {
                var listing = listings.get(one.region());
                if (listing != null && !one.busy() && one.since().isBefore(listing.begunAt())) {
                    weigh(
                            one,
                            listing,
                            expected,
                            tallies.computeIfAbsent(listing, _ -> new Tally()));
                }
            }
            next = page.next();
        } while (next.isPresent());
        tallies.forEach((listing, tally) -> raise(state, listing, tally));
    }

    private static void weigh(
            Census.Resting one, Listing listing, Provider.Condition expected, Tally tally) {
        tally.compared++;
        var seen = listing.seen().get(one.sandbox());
        if (seen == null) {
            tally.missing.add(Doubt.missing(listing.place(), one));
        } else if (seen.condition() != expected) {
            tally.changed.add(Doubt.changed(listing.place(), one));
        }
    }

    private void raise(State.Name state, Listing listing, Tally tally) {
        doubts.raise(tally.changed);
        if (SweepRules.isMostOf(tally.missing.size(), tally.compared, COINCIDENCE)) {
            LOG.error(
                    "place={} lists {} of {} {} sandboxes no more: the listing is doubted, and each is looked at slowly; look at the provider's status",
                    listing.place(),
                    tally.missing.size(),
                    tally.compared,
                    state);
            doubts.raiseSlowly(tally.missing);
        } else {
            doubts.raise(tally.missing);
        }
    }
}
