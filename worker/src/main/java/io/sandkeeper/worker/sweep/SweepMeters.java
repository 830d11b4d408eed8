package io.sandkeeper.worker.sweep;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.sandkeeper.worker.session.Signal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What sweeping found, in figures. */
final class SweepMeters {
    private final MeterRegistry meters;
    private final Map<String, AtomicInteger> listed = new ConcurrentHashMap<>();

    SweepMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    void swept(Runnable sweep) {
        Timer.builder("sandkeeper.sweep.duration").register(meters).record(sweep);
    }

    void listed(Place place, int sandboxes) {
        listed.computeIfAbsent(place.toString(), _ -> gauge(place)).set(sandboxes);
    }

    private AtomicInteger gauge(Place place) {
        var tags = Tags.of("provider", place.name(), "region", place.region().orElse("-"));
        return meters.gauge("sandkeeper.sweep.listed", tags, new AtomicInteger());
    }

    void unfinished() {
        meters.counter("sandkeeper.sweep.unfinished").increment();
    }

    void strayKilled() {
        meters.counter("sandkeeper.strays.killed").increment();
    }

    void observed(Signal signal) {
        var kind =
                switch (signal) {
                    case Signal.FoundPaused _ -> "paused";
                    case Signal.FoundRunning _ -> "running";
                    case Signal.Gone _ -> "gone";
                    case Signal.Reappeared _ -> "reappeared";
                    case Signal.Intent _, Signal.Outcome _, Signal.TakenUp _ -> "other";
                    case Signal.PutOff _, Signal.LetIn _, Signal.TurnedAway _ -> "other";
                    case Signal.LeaseLost _, Signal.TimerFired _ -> "other";
                };
        meters.counter("sandkeeper.observed", "kind", kind).increment();
    }
}
