package io.sandkeeper.worker.door;

import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.StoreRefused;
import io.sandkeeper.worker.store.StoreUnavailable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * What gathered in a lane is taken in together, and each arrival is answered for itself: a session
 * that the store does not take, or that a bug of ours fails, fails alone.
 */
final class Batch {
    private static final Logger LOG = LoggerFactory.getLogger(Batch.class);

    private final Acceptance acceptance;
    private final Setbacks setbacks;

    Batch(Acceptance acceptance, Setbacks setbacks) {
        this.acceptance = acceptance;
        this.setbacks = setbacks;
    }

    void take(List<Arrival> gathered) {
        var arrivals = new ArrayList<Arrival>();
        for (var arrival : gathered) {
            if (!arrival.failsAsTheOneBefore()) {
                arrivals.add(arrival);
            }
        }
        if (arrivals.isEmpty()) {
            return;
        }
        try {
            answer(arrivals, acceptance.accept(arrivals));
        } catch (StoreUnavailable e) {
            arrivals.forEach(arrival -> arrival.durable().completeExceptionally(e));
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            if (arrivals.size() == 1) {
                fail(arrivals.getFirst(), e);
            } else {
                arrivals.forEach(arrival -> take(List.of(arrival)));
            }
        }
    }

    private void answer(List<Arrival> arrivals, Unfit unfit) {
        var failed = new LinkedHashMap<SessionId, List<Arrival>>();
        for (var arrival : arrivals) {
            if (unfit.failure(arrival.session()).isPresent()) {
                failed.computeIfAbsent(arrival.session(), _ -> new ArrayList<>()).add(arrival);
            } else {
                setbacks.over(arrival.session());
                arrival.durable().complete(null);
            }
        }
        failed.forEach((session, its) -> answer(session, its, unfit));
    }

    /** Of several signals only one may be what the store does not take, or has no room for. */
    private void answer(SessionId session, List<Arrival> its, Unfit unfit) {
        if (its.size() > 1 && unfit.maybeInPart(session)) {
            its.forEach(arrival -> take(List.of(arrival)));
        } else {
            unfit.failure(session)
                    .ifPresent(failure -> its.forEach(arrival -> fail(arrival, failure)));
        }
    }

    private void fail(Arrival arrival, Throwable failure) {
        if (failure instanceof NoRoom) {
            setbacks.hadNoRoom(arrival.session());
        } else {
            setbacks.met(arrival.session());
            log(arrival, failure);
        }
        arrival.durable().completeExceptionally(failure);
    }

    /** What the store says is enough; of a bug the place is wanted. */
    private static void log(Arrival arrival, Throwable failure) {
        LOG.error(
                "session={} signal={} could not be taken in: {}",
                arrival.session(),
                arrival.signal().getClass().getSimpleName(),
                failure.getMessage(),
                failure instanceof StoreRefused ? null : failure);
    }
}
