package io.sandkeeper.worker.sweep;

import io.micrometer.core.instrument.MeterRegistry;
import io.sandkeeper.worker.door.Door;
import io.sandkeeper.worker.operation.Marks;
import io.sandkeeper.worker.platform.Platform;
import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.store.Census;
import io.sandkeeper.worker.store.Round;
import io.sandkeeper.worker.store.SessionStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Compares, every now and then, what exists at the providers with what we know. A listing that was
 * not read to its end decides nothing.
 */
public final class Sweeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

    private final List<Place> places;
    private final Turn turn;
    private final SweepRules rules;
    private final InstantSource clock;
    private final SweepMeters meters;
    private final Doubts doubts;
    private final Returns returns;
    private final Comparison comparison;
    private final Strays strays;
    private final Executioner executioner;
    private final ScheduledExecutorService timer =
            Executors.newScheduledThreadPool(
                    2, Thread.ofPlatform().name("sweeper-", 0).daemon().factory());

    public Sweeper(
            Known known,
            Ways ways,
            Turn turn,
            SweepRules rules,
            MeterRegistry registry,
            InstantSource clock) {
        this.places = List.copyOf(known.places());
        this.turn = turn;
        this.rules = rules;
        this.clock = clock;
        this.meters = new SweepMeters(registry);
        this.doubts = new Doubts(known.store(), ways.door(), rules, meters, clock);
        this.returns = new Returns(known.store(), ways.door(), rules, meters, clock);
        this.comparison = new Comparison(known.census(), doubts);
        this.strays = new Strays(known.store(), rules);
        this.executioner = new Executioner(known.store(), ways.door(), ways.platform(), meters);
    }

    /** What is compared: the places, and what we know. */
    public record Known(List<Place> places, SessionStore store, Census census) {}

    /** Where to go with what was found. */
    public record Ways(Door door, Platform platform) {}

    /**
     * @param interval between two sweeps of the fleet
     */
    public void start(Duration interval) {
        var step = Math.max(1, interval.toMillis() / 6);
        var _ =
                timer.scheduleWithFixedDelay(
                        () -> Round.of("sweeping", LOG, this::sweepInTurn),
                        step,
                        step,
                        TimeUnit.MILLISECONDS);
        var _ =
                timer.scheduleWithFixedDelay(
                        () -> Round.of("looking into doubts", LOG, this::look),
                        1,
                        1,
                        TimeUnit.SECONDS);
    }

    private void sweepInTurn() {
        if (turn.take()) {
            meters.swept(this::sweep);
        }
    }

    void sweep() {
        var listings = new HashMap<Optional<String>, Listing>();
        for (var place : places) {
            read(place).ifPresent(listing -> listings.put(place.region(), listing));
        }
        for (var listing : listings.values()) {
            var found = strays.in(listing, clock.instant());
            found.strays().forEach(stray -> executioner.take(listing.place(), stray));
            returns.raise(found.returns());
        }
        comparison.with(listings);
    }

    private Optional<Listing> read(Place place) {
        var begunAt = clock.instant();
        return switch (place.provider().find(Marks.search(rules.fleet()))) {
            case Answer.Done<List<Provider.Seen>>(var all) -> {
                meters.listed(place, all.size());
                yield Optional.of(Listing.of(place, begunAt, all));
            }
            case Answer.Absent<List<Provider.Seen>>(var evidence) -> unfinished(place, evidence);
            case Answer.Failed<List<Provider.Seen>>(var failure) ->
                    unfinished(place, failure.evidence());
        };
    }

    private Optional<Listing> unfinished(Place place, String evidence) {
        meters.unfinished();
        LOG.warn(
                "place={} could not be listed to the end, nothing is concluded: {}",
                place,
                evidence);
        return Optional.empty();
    }

    /** A second's worth of looks at what sweeps left in doubt. */
    void look() {
        doubts.look();
        returns.look();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
