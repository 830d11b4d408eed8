package io.sandkeeper.bench.safekeeping;

import io.sandkeeper.worker.door.Door;
import io.sandkeeper.worker.operation.KillAlarm;
import io.sandkeeper.worker.operation.OperationSettings;
import io.sandkeeper.worker.operation.Safekeeping;
import io.sandkeeper.worker.operation.Standing;
import io.sandkeeper.worker.operation.Tools;
import io.sandkeeper.worker.operation.Workforce;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.session.Lifespan;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Policy;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.SpecId;
import io.sandkeeper.worker.spec.Spec;
import io.sandkeeper.worker.spec.SpecStore;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A worker's own hands, which are told what to do, and whose outcomes are waited for. */
final class Desk implements AutoCloseable {
    private static final int HANDS = 16;

    private final Map<Operation.Lease, CompletableFuture<Signal.Outcome>> waiting =
            new ConcurrentHashMap<>();
    private final Workforce workforce;

    Desk(Provider provider, Safekeeping safekeeping) {
        var clock = InstantSource.system();
        this.workforce =
                new Workforce(
                        HANDS,
                        new Tools(
                                _ -> Optional.of(provider),
                                new NoSpecs(),
                                Optional.of(safekeeping),
                                settings()),
                        new Untouched(),
                        clock,
                        new Outcomes(),
                        new KillAlarm(_ -> {}, "e2b", Duration.ofMinutes(5), clock));
    }

    private static OperationSettings settings() {
        return new OperationSettings(
                "bench",
                "base",
                Lifespan.DEFAULT,
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                Duration.ofSeconds(5),
                Project.ROOT,
                Policy.DEFAULT.operationTime());
    }

    /** From now until its last outcome. */
    Signal.Outcome perform(Session session) {
        return begin(session).orTimeout(5, TimeUnit.MINUTES).join();
    }

    CompletableFuture<Signal.Outcome> begin(Session session) {
        var outcome = new CompletableFuture<Signal.Outcome>();
        waiting.put(session.operation().flatMap(Operation::lease).orElseThrow(), outcome);
        if (!workforce.takeUpAgain(session)) {
            throw new IllegalStateException("there is no free hand");
        }
        workforce.begin(session);
        return outcome;
    }

    @Override
    public void close() {
        workforce.close();
    }

    /** What is said on the way is not its outcome. */
    private final class Outcomes implements Door {
        @Override
        public CompletableFuture<Void> pass(SessionId session, Signal signal) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void insist(SessionId session, Signal signal) {
            if (signal instanceof Signal.Reported(var lease, var outcome)
                    && !(outcome instanceof Signal.Progressed)) {
                var waits = waiting.remove(lease);
                if (waits != null) {
                    waits.complete(outcome);
                }
            }
        }

        @Override
        public void remind(SessionId session, Signal signal) {
            // Nobody waits for a place.
        }
    }

    private static final class Untouched implements Standing {
        @Override
        public String worker() {
            return "bench";
        }

        @Override
        public boolean holds(Operation.Lease lease) {
            return true;
        }
    }

    /** Sessions that asked for nothing but a sandbox. */
    private static final class NoSpecs implements SpecStore {
        @Override
        public void save(Map<SpecId, Spec> specs) {
            throw new UnsupportedOperationException("nobody brings any");
        }

        @Override
        public Optional<Spec> load(SpecId id) {
            return Optional.of(Spec.EMPTY);
        }
    }
}
