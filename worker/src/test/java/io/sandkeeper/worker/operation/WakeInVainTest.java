package io.sandkeeper.worker.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sandkeeper.worker.provider.Errand;
import io.sandkeeper.worker.provider.FakeCloud;
import io.sandkeeper.worker.provider.FakeProvider;
import io.sandkeeper.worker.provider.Fate;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.provider.SteppedClock;
import io.sandkeeper.worker.session.Decision;
import io.sandkeeper.worker.session.EventId;
import io.sandkeeper.worker.session.Lifecycle;
import io.sandkeeper.worker.session.Notice;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Origin;
import io.sandkeeper.worker.session.Owner;
import io.sandkeeper.worker.session.Policy;
import io.sandkeeper.worker.session.Profile;
import io.sandkeeper.worker.session.RequestId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.SpecId;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.session.Wake;
import io.sandkeeper.worker.spec.InMemorySpecStore;
import io.sandkeeper.worker.spec.Spec;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A sandbox is woken by a call that succeeds, and then nothing in it answers. */
class WakeInVainTest {
    private static final Owner OWNER = new Owner("p", "u", Optional.empty());
    private static final Profile PROFILE =
            new Profile(
                    "base",
                    Optional.empty(),
                    0,
                    Duration.ofMinutes(10),
                    Wake.ON_ACTIVITY,
                    Optional.empty(),
                    new SpecId("spec"));

    private final SteppedClock clock = new SteppedClock();
    private final FakeCloud cloud = new FakeCloud(clock);
    private final FakeProvider provider = new FakeProvider(cloud);
    private final Lifecycle lifecycle = new Lifecycle(Policy.DEFAULT);
    private final Operating hands = operating();
    private final List<Notice> told = new ArrayList<>();
    private Session session = open();

    private Operating operating() {
        var specs = new InMemorySpecStore();
        specs.save(Map.of(PROFILE.spec(), Spec.EMPTY));
        var settings = Usual.settings("fleet");
        return new Operating(
                new Tools(_ -> Optional.of(provider), specs, Optional.empty(), settings),
                new Alive(),
                clock);
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

    private Session open() {
        var request = new Signal.Requested(origin("open"), OWNER, PROFILE);
        var opened = lifecycle.decideUnknown(new SessionId("s"), request, clock.instant());
        return ((Decision.Step) opened).next();
    }

    private Origin origin(String name) {
        return new Origin(
                new EventId(name),
                name,
                "u",
                clock.instant(),
                Optional.of(new RequestId(name)),
                Optional.empty(),
                Optional.empty());
    }

    private void decide(Signal signal) {
        if (lifecycle.decide(session, signal, clock.instant())
                instanceof Decision.Step(var next, var notices)) {
            session = next;
            told.addAll(notices);
        }
    }

    /** Whatever is due is done, for so long. */
    private void pass(Duration time) {
        var end = clock.instant().plus(time);
        while (!clock.instant().isAfter(end)) {
            var due = session.operation().filter(one -> !one.dueAt().isAfter(clock.instant()));
            if (due.isPresent()) {
                decide(new Signal.TakenUp(new Operation.Lease("w", clock.instant())));
                hands.run(session, session.operation().orElseThrow(), _ -> {})
                        .forEach(this::decide);
            } else {
                clock.step(Duration.ofMillis(100));
            }
        }
    }

    @Test
    void it_sleeps_again_with_its_files_and_wakes_when_it_is_asked_once_more() {
        pass(Duration.ofSeconds(1));
        var sandbox = session.state().current().orElseThrow().id();
        decide(new Signal.PauseRequested(origin("pause")));
        pass(Duration.ofSeconds(1));
        provider.weather(errand -> errand == Errand.RUN ? Fate.REFUSED : Fate.FINE);

        decide(new Signal.ResumeRequested(origin("resume")));
        pass(Duration.ofMinutes(1));

        assertThat(provider.errands(Errand.CONNECT)).isEqualTo(Policy.DEFAULT.attempts());
        assertThat(session.state()).isInstanceOf(State.Paused.class);
        assertThat(cloud.live())
                .extracting(Provider.Seen::sandbox, Provider.Seen::condition)
                .containsExactly(tuple(sandbox, Provider.Condition.PAUSED));
        assertThat(told)
                .extracting(one -> one.kind().getClass().getSimpleName())
                .endsWith("Resuming", "Failed", "Pausing", "Paused");

        provider.weather(_ -> Fate.FINE);
        decide(new Signal.ResumeRequested(origin("again")));
        pass(Duration.ofSeconds(1));

        assertThat(session.state()).isInstanceOf(State.Running.class);
        assertThat(session.state().current().orElseThrow().id()).isEqualTo(sandbox);
    }
}
