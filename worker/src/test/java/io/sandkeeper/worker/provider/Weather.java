package io.sandkeeper.worker.provider;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;

/** Deals out fates. Asked under a lock, once per errand, so that a seed gives one story. */
@FunctionalInterface
public interface Weather {
    Weather CALM = _ -> Fate.FINE;

    Fate next(Errand errand);

    /** So many of a hundred errands go wrong, in every way there is. */
    static Weather seeded(long seed, int percent) {
        var random = new Random(seed);
        var fates = Fate.values();
        return _ -> random.nextInt(100) < percent ? fates[random.nextInt(fates.length)] : Fate.FINE;
    }

    /** The given fates for errands of one kind, in order; then, and for all others, calm. */
    static Weather first(Errand kind, Fate... fates) {
        var left = new ArrayDeque<>(List.of(fates));
        return errand -> errand == kind && !left.isEmpty() ? left.remove() : Fate.FINE;
    }
}
