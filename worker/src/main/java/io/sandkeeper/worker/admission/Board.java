package io.sandkeeper.worker.admission;

import io.sandkeeper.worker.platform.LaneId;
import io.sandkeeper.worker.platform.Platform;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;

/**
 * This worker's copy of all lanes, and the way to change one for everybody: by compare-and-set. The
 * copy is read again every second; an older sight never replaces a newer one. What is stored of a
 * region that is served no more, or not yet here, is left alone.
 */
final class Board {
    private static final Logger LOG = LoggerFactory.getLogger(Board.class);

    /** Who loses so often in a row leaves it to those who won. */
    private static final int TRIES = 8;

    private final LaneStore store;
    private final Names names;
    private final Gatekeeper gatekeeper;
    private final Platform platform;
    private final InstantSource clock;
    private final ConcurrentMap<LaneId, LaneState> lanes = new ConcurrentHashMap<>();

    Board(
            LaneStore store,
            Names names,
            Gatekeeper gatekeeper,
            Platform platform,
            InstantSource clock) {
        this.store = store;
        this.names = names;
        this.gatekeeper = gatekeeper;
        this.platform = platform;
        this.clock = clock;
    }

    LaneState of(LaneId lane) {
        var known = lanes.get(lane);
        return known == null ? LaneState.quiet(lane) : known;
    }

    Collection<LaneState> all() {
        return List.copyOf(lanes.values());
    }

    void refresh() {
        store.all().stream().filter(lane -> names.knows(lane.id())).forEach(this::saw);
    }

    LaneState reread(LaneId lane) {
        store.find(lane).ifPresent(this::saw);
        return of(lane);
    }

    /** A lane with tickets for so many; the last of them is its count of tickets. */
    LaneState takeTickets(LaneId lane, int count) {
        var after = store.takeTickets(lane, count);
        saw(after);
        return after;
    }

    private void saw(LaneState state) {
        lanes.merge(state.id(), state, LaneState::newer);
    }

    /**
     * Changes the lane from what is known of it now.
     *
     * @return the lane as it is then, for this worker; what was not to be changed is not written
     */
    LaneState change(LaneId lane, UnaryOperator<LaneState> change) {
        for (var tries = 0; tries < TRIES; tries++) {
            var read = of(lane);
            if (replace(read, change.apply(read))) {
                return of(lane);
            }
            reread(lane);
        }
        return of(lane);
    }

    /** False when somebody else was first. */
    boolean replace(LaneState read, LaneState next) {
        if (next.equals(read)) {
            return true;
        }
        if (!store.replace(next.written(), read.version())) {
            return false;
        }
        saw(next.written());
        return true;
    }

    /** The gate hears something. Who writes a change of it tells the news. */
    LaneState hear(LaneId lane, Heard heard) {
        for (var tries = 0; tries < TRIES; tries++) {
            var read = of(lane);
            if (hear(read, heard)) {
                return of(lane);
            }
            reread(lane);
        }
        LOG.warn("lane={} could not be told: others changed it all the time", lane);
        return of(lane);
    }

    private boolean hear(LaneState read, Heard heard) {
        var now = clock.instant();
        var step = gatekeeper.decide(read.id(), read.gate(), heard, now);
        if (!replace(read, read.with(step.next(), now))) {
            return false;
        }
        if (!step.next().equals(read.gate())) {
            LOG.info("lane={} {} -> {}", read.id(), read.gate(), step.next());
        }
        step.news().forEach(platform::tell);
        return true;
    }
}
