package io.sandkeeper.worker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.door.Journal;
import io.sandkeeper.worker.session.Decision;
import io.sandkeeper.worker.session.EventId;
import io.sandkeeper.worker.session.Idle;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.store.SessionWrite;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Sees every write that was done and every decision, and says at once when one must not be. */
final class Witness {
    private final Timeline timeline;
    private final Map<SessionId, Session> last = new HashMap<>();
    private final Map<String, SandboxId> currents = new TreeMap<>();
    private final Map<EventId, Integer> effects = new HashMap<>();
    private final Map<EventId, Set<Idle>> ignored = new HashMap<>();
    private int takenOver;

    Witness(Timeline timeline) {
        this.timeline = timeline;
    }

    Journal journal(String worker) {
        return (before, signal, decision) -> decided(worker, before, signal, decision);
    }

    private void decided(
            String worker, Optional<Session> before, Signal signal, Decision decision) {
        if (decision instanceof Decision.Ignore(var reason)) {
            if (signal instanceof Signal.Intent intent) {
                ignored.computeIfAbsent(intent.origin().event(), _ -> EnumSet.noneOf(Idle.class))
                        .add(reason);
            }
            return;
        }
        timeline.note(
                "%s decides %s in %s"
                        .formatted(
                                worker,
                                named(signal),
                                before.map(one -> one.id() + " " + one.state().name())
                                        .orElse("nothing")));
    }

    private static String named(Signal signal) {
        return signal instanceof Signal.Intent intent
                ? intent.getClass().getSimpleName() + ' ' + intent.origin().event()
                : signal.toString();
    }

    void written(String worker, SessionWrite write) {
        var next = write.next();
        timeline.note(
                "%s writes %s v%d %s %s"
                        .formatted(
                                worker,
                                write.id(),
                                write.version(),
                                next.state().name(),
                                next.operation().map(Object::toString).orElse("")));
        var before = last.put(write.id(), next);
        var version = before == null ? 0 : before.version() + 1;
        assertThat(write.before().version())
                .as("%s: whoever writes has read the last version", write.id())
                .isEqualTo(version);
        countEffects(write);
        seeCurrent(next);
        seeTakeOver(write);
    }

    private void countEffects(SessionWrite write) {
        var known =
                write.isInsert() ? Set.<EventId>of() : Set.copyOf(write.before().ledger().events());
        write.next().ledger().events().stream()
                .filter(event -> !known.contains(event))
                .forEach(event -> effects.merge(event, 1, Integer::sum));
        effects.forEach(
                (event, times) -> assertThat(times).as("effects of event %s", event).isEqualTo(1));
        if (!write.isInsert()) {
            write.before()
                    .ledger()
                    .consumed()
                    .forEach(
                            (topic, offset) ->
                                    assertThat(write.next().ledger().consumed().get(topic))
                                            .as("%s: the position taken in", write.id())
                                            .isGreaterThanOrEqualTo(offset));
        }
    }

    private void seeCurrent(Session next) {
        next.state()
                .current()
                .ifPresent(
                        sandbox -> {
                            var key = next.id() + "/" + sandbox.generation();
                            assertThat(currents.computeIfAbsent(key, _ -> sandbox.id()))
                                    .as("%s has one current sandbox", key)
                                    .isEqualTo(sandbox.id());
                            assertThat(
                                            next.condemned().stream()
                                                    .flatMap(one -> one.sandbox().stream()))
                                    .as("%s: the current one is not condemned", key)
                                    .doesNotContain(sandbox.id());
                        });
    }

    private void seeTakeOver(SessionWrite write) {
        var had = write.before().operation().filter(one -> one.lease().isPresent());
        var has = write.next().operation();
        if (had.isPresent() && has.filter(one -> one.look() && one.lease().isEmpty()).isPresent()) {
            takenOver++;
        }
    }

    int takenOver() {
        return takenOver;
    }

    boolean hadEffect(EventId event) {
        return effects.containsKey(event);
    }

    /** It was taken in, and was rightly of no effect. */
    boolean wasIgnored(EventId event) {
        var reasons = EnumSet.noneOf(Idle.class);
        reasons.addAll(ignored.getOrDefault(event, Set.of()));
        reasons.remove(Idle.REDELIVERED);
        return !reasons.isEmpty();
    }
}
