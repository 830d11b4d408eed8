package io.sandkeeper.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.sandkeeper.worker.door.Journal;
import io.sandkeeper.worker.session.Decision;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.Signal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;

/** One line and one count for each decision. */
final class DecisionLog implements Journal {
    private static final Logger LOG = LoggerFactory.getLogger("sandkeeper.decision");

    private final MeterRegistry meters;

    DecisionLog(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void decided(Optional<Session> before, Signal signal, Decision decision) {
        var from = before.map(session -> session.state().name().name()).orElse("NONE");
        switch (decision) {
            case Decision.Step(var next, var notices) -> {
                var cause = notices.isEmpty() ? "-" : notices.getLast().cause().evidence();
                LOG.info(
                        "session={} signal={} {} -> {} cause=\"{}\"",
                        next.id(),
                        name(signal),
                        from,
                        next.state().name(),
                        cause);
                count(from, next.state().name().name(), "step");
            }
            case Decision.Refuse(var next, _, var reason) -> {
                LOG.info(
                        "session={} signal={} {} refused={}",
                        next.id(),
                        name(signal),
                        from,
                        reason);
                count(from, from, reason.name());
            }
            case Decision.Ignore(var reason) -> {
                LOG.debug(
                        "session={} signal={} {} ignored={}",
                        before.map(session -> session.id().value()).orElse("-"),
                        name(signal),
                        from,
                        reason);
                count(from, from, reason.name());
            }
        }
    }

    private static String name(Signal signal) {
        return signal instanceof Signal.Reported(_, var outcome)
                ? name(outcome)
                : signal.getClass().getSimpleName();
    }

    private void count(String from, String to, String outcome) {
        meters.counter("sandkeeper.decisions", "from", from, "to", to, "outcome", outcome)
                .increment();
    }
}
