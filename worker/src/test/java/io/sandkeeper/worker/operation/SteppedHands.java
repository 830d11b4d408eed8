package io.sandkeeper.worker.operation;

import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.session.Condemned;
import io.sandkeeper.worker.session.Lifespan;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.spec.InMemorySpecStore;
import io.sandkeeper.worker.spec.Spec;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Does in the caller's thread what workers do on threads of their own. */
public final class SteppedHands {
    private final Operating operating;
    private final Destruction destruction;

    public SteppedHands(Provider provider, String fleet, Session any, InstantSource clock) {
        Providers providers = _ -> Optional.of(provider);
        var specs = new InMemorySpecStore();
        specs.save(Map.of(any.profile().spec(), Spec.EMPTY));
        var settings =
                new OperationSettings(
                        fleet,
                        "base",
                        Lifespan.DEFAULT,
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(2),
                        Duration.ofSeconds(1),
                        "/home/user/project");
        this.operating = new Operating(providers, specs, settings, new Alive(), clock);
        this.destruction = new Destruction(providers, fleet);
    }

    public List<Signal.Outcome> operate(Session session) {
        var operation = session.operation().orElseThrow();
        var lease = operation.lease().orElseThrow();
        return operating.run(session, operation).stream()
                .<Signal.Outcome>map(outcome -> new Signal.Reported(lease, outcome))
                .toList();
    }

    public List<Signal> destroy(Session session, Condemned one) {
        return destruction.run(session, one);
    }

    private static final class Alive implements Standing {
        @Override
        public String worker() {
            return "w";
        }

        @Override
        public boolean holds(Operation.Lease lease) {
            return true;
        }
    }
}
