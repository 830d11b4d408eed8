package io.sandkeeper.worker.archive;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;

/**
 * Which archives of a session are kept.
 *
 * @param newest so many of the newest
 * @param daily and the newest of each of so many last days, by UTC, today included
 */
public record KeepRules(int newest, int daily) {
    public KeepRules {
        if (newest < 1 || daily < 0) {
            throw new IllegalArgumentException(
                    "at least 1 archive is kept (%d), and those of at least 0 days (%d)"
                            .formatted(newest, daily));
        }
    }

    /**
     * @param taken when the archives were taken
     */
    Set<Instant> kept(Collection<Instant> taken, Instant now) {
        var sorted = taken.stream().distinct().sorted(Comparator.reverseOrder()).toList();
        var kept = new HashSet<>(sorted.subList(0, Math.min(newest, sorted.size())));
        var first = day(now).minusDays(daily - 1L);
        var days = new HashSet<LocalDate>();
        for (var time : sorted) {
            if (!day(time).isBefore(first) && days.size() < daily && days.add(day(time))) {
                kept.add(time);
            }
        }
        return kept;
    }

    private static LocalDate day(Instant time) {
        return time.atZone(ZoneOffset.UTC).toLocalDate();
    }
}
