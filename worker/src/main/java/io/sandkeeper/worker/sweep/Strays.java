package io.sandkeeper.worker.sweep;

import io.sandkeeper.worker.operation.Marks;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.SessionStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds sandboxes of this fleet that nobody owns: the sessions are read after the listing, so that
 * whatever is in it is known to its session by then. Remembers them from one complete listing to
 * the next.
 */
final class Strays {
    private static final Logger LOG = LoggerFactory.getLogger(Strays.class);
    private static final int PAGE = 500;

    private final SessionStore store;
    private final SweepRules rules;
    private final Map<Place, Map<SandboxId, Suspect>> suspects = new HashMap<>();

    Strays(SessionStore store, SweepRules rules) {
        this.store = store;
        this.rules = rules;
    }

    /**
     * @param strays those that must go now
     * @param returns those that sessions had lost
     */
    record Found(List<Suspect> strays, List<Return> returns) {}

    Found in(Listing listing, Instant now) {
        var before = suspects.getOrDefault(listing.place(), Map.of());
        var found = new LinkedHashMap<SandboxId, Suspect>();
        var returns = new ArrayList<Return>();
        var all = List.copyOf(listing.seen().values());
        for (var from = 0; from < all.size(); from += PAGE) {
            var page = all.subList(from, Math.min(from + PAGE, all.size()));
            for (var one : unowned(listing.place(), page, returns)) {
                var id = one.seen().sandbox();
                found.put(
                        id,
                        Suspect.after(before.get(id), one.seen(), one.known(), listing.begunAt()));
            }
        }
        suspects.put(listing.place(), found);
        var strays = found.values().stream().filter(one -> one.isStray(rules, now)).toList();
        return new Found(plausible(listing, strays), returns);
    }

    private record Unowned(Provider.Seen seen, boolean known) {}

    private List<Unowned> unowned(Place place, List<Provider.Seen> page, List<Return> returns) {
        var ours = page.stream().filter(this::isOurs).toList();
        var listed = store.bySandbox(ours.stream().map(seen -> seen.sandbox().value()).toList());
        var open =
                ours.stream().filter(seen -> !listed.containsKey(seen.sandbox().value())).toList();
        var names = new HashSet<SessionId>();
        open.forEach(seen -> Belonging.session(seen).ifPresent(names::add));
        var found = store.load(names);
        var sessions = found.byId();
        var unowned = new ArrayList<Unowned>();
        for (var seen : open) {
            var name = Belonging.session(seen);
            var session = name.map(sessions::get);
            session.filter(one -> Belonging.isLast(one, seen))
                    .ifPresent(one -> returns.add(new Return(place, one.id(), seen.sandbox())));
            var unreadable = name.filter(found.unreadable()::containsKey).isPresent();
            if (!unreadable
                    && session.filter(one -> Belonging.owns(one, seen, rules.fleet())).isEmpty()) {
                unowned.add(new Unowned(seen, session.isPresent()));
            }
        }
        return unowned;
    }

    /** The provider was asked for ours; a server that does not know the filter answers with all. */
    private boolean isOurs(Provider.Seen seen) {
        return rules.fleet().equals(seen.metadata().get(Marks.FLEET));
    }

    /** A store that was emptied, or is another fleet's, knows nobody's session. */
    private List<Suspect> plausible(Listing listing, List<Suspect> strays) {
        var unknown = strays.stream().filter(one -> !one.known()).count();
        if (!SweepRules.isMostOf((int) unknown, listing.seen().size(), rules.unknownAtOnce())) {
            return strays;
        }
        LOG.error(
                "place={} {} of {} sandboxes are of sessions that are not in the store: none of them is killed; see whether this is the right store for fleet={}, and if it is, raise sandkeeper.sweep.unknown-at-once",
                listing.place(),
                unknown,
                listing.seen().size(),
                rules.fleet());
        return strays.stream().filter(Suspect::known).toList();
    }
}
