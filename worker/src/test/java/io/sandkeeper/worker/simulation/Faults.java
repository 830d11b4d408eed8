package io.sandkeeper.worker.simulation;

import io.sandkeeper.worker.provider.Errand;
import io.sandkeeper.worker.provider.Fate;
import io.sandkeeper.worker.provider.Weather;

/** What may go wrong, until it is told to end. */
final class Faults implements Weather {
    private static final int BAD_WEATHER = 15;

    private final Timeline timeline;
    private final Weather weather;
    private boolean over;

    Faults(Timeline timeline) {
        this.timeline = timeline;
        this.weather = Weather.seeded(timeline.seed, BAD_WEATHER);
    }

    void end() {
        over = true;
    }

    boolean over() {
        return over;
    }

    boolean storeFails() {
        return !over && timeline.oneIn(60);
    }

    boolean brokerFails() {
        return !over && timeline.oneIn(30);
    }

    @Override
    public Fate next(Errand errand) {
        var fate = weather.next(errand);
        return over || isNeverEnding(errand, fate) ? Fate.FINE : fate;
    }

    /** A sandbox that wakes as a zombie is woken again and again until somebody kills it. */
    private static boolean isNeverEnding(Errand errand, Fate fate) {
        return errand == Errand.CONNECT && fate == Fate.ZOMBIE;
    }
}
