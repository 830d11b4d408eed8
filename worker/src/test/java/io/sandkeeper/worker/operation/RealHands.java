package io.sandkeeper.worker.operation;

import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.session.Lifespan;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.SpecId;
import io.sandkeeper.worker.spec.Spec;
import io.sandkeeper.worker.spec.SpecStore;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs operations on a provider as a worker's hands do, in the caller's thread. */
public final class RealHands {
    private final Operating operating;

    public RealHands(Provider provider, InstantSource clock) {
        var settings =
                new OperationSettings(
                        "fleet",
                        "base",
                        Lifespan.DEFAULT,
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(2),
                        Duration.ofSeconds(1),
                        "/home/user/project");
        this.operating =
                new Operating(_ -> Optional.of(provider), NO_SPECS, settings, ALIVE, clock);
    }

    public List<Signal.Outcome> run(Session session, Operation operation) {
        return operating.run(session, operation);
    }

    private static final SpecStore NO_SPECS =
            new SpecStore() {
                @Override
                public void save(Map<SpecId, Spec> specs) {}

                @Override
                public Optional<Spec> load(SpecId id) {
                    return Optional.of(Spec.EMPTY);
                }

                @Override
                public void forget(Collection<SpecId> ids) {}
            };

    private static final Standing ALIVE =
            new Standing() {
                @Override
                public String worker() {
                    return "w";
                }

                @Override
                public boolean holds(Operation.Lease lease) {
                    return true;
                }
            };
}
