package io.sandkeeper.worker.monitor;

import io.sandkeeper.worker.session.Origin;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.SessionId;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One ward for each region. */
final class Wards {
    private final Map<Optional<String>, Ward> byRegion = new HashMap<>();

    Wards(List<Site> sites, MonitorRules rules, Ward.Around around) {
        for (var site : sites) {
            var ward = new Ward(site, rules, around);
            byRegion.put(site.region(), ward);
            around.meters().watch(site, ward);
        }
    }

    /** None when the configuration does not know the region. */
    Optional<Ward> of(Optional<String> region) {
        return Optional.ofNullable(byRegion.get(region));
    }

    void turn(Instant now) {
        byRegion.values().forEach(ward -> ward.turn(now));
    }

    void used(Collection<SessionId> sessions, Instant now) {
        var left = sessions;
        for (var ward : byRegion.values()) {
            left = ward.used(left, now);
        }
    }

    Ward.Here ask(SessionId session, Origin origin, Instant now) {
        for (var ward : byRegion.values()) {
            var here = ward.ask(session, origin, now);
            if (here != Ward.Here.NO) {
                return here;
            }
        }
        return Ward.Here.NO;
    }

    boolean doubt(
            SessionId session,
            Optional<Long> generation,
            Optional<SandboxId> sandbox,
            Instant now) {
        for (var ward : byRegion.values()) {
            var known =
                    ward.doubt(
                            session,
                            subject ->
                                    generation.filter(one -> one != subject.generation()).isEmpty()
                                            && sandbox.filter(one -> !one.equals(subject.sandbox()))
                                                    .isEmpty(),
                            now);
            if (known) {
                return true;
            }
        }
        return false;
    }

    /** Returns who still waits for an answer, by session. */
    Map<SessionId, List<Origin>> discharge(SessionId session) {
        for (var ward : byRegion.values()) {
            var asked = ward.discharge(session);
            if (!asked.isEmpty()) {
                return Map.of(session, asked);
            }
        }
        return Map.of();
    }

    /** The same for all that were not read. */
    Map<SessionId, List<Origin>> keep(Set<SessionId> read, Instant since) {
        var asked = new HashMap<SessionId, List<Origin>>();
        byRegion.values().forEach(ward -> asked.putAll(ward.keep(read, since)));
        return asked;
    }
}
