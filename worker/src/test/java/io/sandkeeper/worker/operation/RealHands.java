package io.sandkeeper.worker.operation;

import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.session.Condemned;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.SpecId;
import io.sandkeeper.worker.spec.Spec;
import io.sandkeeper.worker.spec.SpecStore;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Does on a provider, in the caller's thread, what workers do on threads of their own. Every spec
 * is empty, and every lease is held.
 */
public final class RealHands {
    private final Operating operating;
    private final Destruction destruction;

    public RealHands(Provider provider, String fleet, InstantSource clock) {
        Providers providers = _ -> Optional.of(provider);
        var settings = Usual.settings(fleet);
        this.operating =
                new Operating(
                        new Tools(providers, NO_SPECS, Optional.empty(), settings), ALIVE, clock);
        this.destruction = new Destruction(providers, fleet);
    }

    public List<Signal.Outcome> run(Session session, Operation operation) {
        return operating.run(session, operation, _ -> {});
    }

    /** As a worker tells it: under the lease. */
    public List<Signal.Outcome> report(Session session) {
        var operation = session.operation().orElseThrow();
        var lease = operation.lease().orElseThrow();
        return operating.run(session, operation, _ -> {}).stream()
                .<Signal.Outcome>map(outcome -> new Signal.Reported(lease, outcome))
                .toList();
    }

    public List<Signal> destroy(Session session, Condemned one) {
        return destruction.run(session, one);
    }

    private static final SpecStore NO_SPECS =
            new SpecStore() {
                @Override
                public void save(Map<SpecId, Spec> specs) {}

                @Override
                public Optional<Spec> load(SpecId id) {
                    return Optional.of(Spec.EMPTY);
                }
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
