package io.sandkeeper.worker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.session.RequestId;
import io.sandkeeper.worker.session.Sandbox;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.session.Wake;
import io.sandkeeper.worker.store.Publication;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/** What must be true when a story has come to rest. */
final class Ending {
    private final Story story;
    private final World world;

    Ending(Story story) {
        this.story = story;
        this.world = story.world;
    }

    void check() {
        world.store.all().forEach(this::session);
        sandboxes();
        world.broker.requests().forEach(this::takenIn);
        story.load.sessions.forEach(this::intended);
    }

    private void session(Session session) {
        var id = session.id();
        var kept = world.store.kept(id).orElseThrow();
        assertThat(session.operation()).as("%s: operation", id).isEmpty();
        assertThat(session.condemned()).as("%s: condemned", id).isEmpty();
        assertThat(kept.outbox()).as("%s: outbox", id).isEmpty();
        var firsts =
                world.broker.published(id).stream().map(Publication::sequence).distinct().toList();
        assertThat(firsts)
                .as("%s: what was published, each at its first appearance", id)
                .isEqualTo(LongStream.rangeClosed(1, session.ledger().sequence()).boxed().toList());
    }

    /** One for each session that has one, and no other. */
    private void sandboxes() {
        var currents =
                world.store.all().stream()
                        .flatMap(session -> session.state().current().stream())
                        .map(Sandbox::id)
                        .toList();
        assertThat(world.cloud.live().stream().map(Provider.Seen::sandbox))
                .as("live sandboxes")
                .containsExactlyInAnyOrderElementsOf(currents);
        for (var session : world.store.all()) {
            var paused = session.state() instanceof State.Paused;
            session.state()
                    .current()
                    .ifPresent(
                            sandbox ->
                                    assertThat(condition(sandbox))
                                            .as("%s, which is %s", session.id(), session.state())
                                            .isEqualTo(
                                                    paused
                                                            ? Provider.Condition.PAUSED
                                                            : Provider.Condition.RUNNING));
        }
    }

    private Provider.Condition condition(Sandbox sandbox) {
        return world.cloud.live().stream()
                .filter(seen -> seen.sandbox().equals(sandbox.id()))
                .findFirst()
                .orElseThrow()
                .condition();
    }

    private void takenIn(Request request) {
        var event = request.intent().origin().event();
        assertThat(world.witness.hadEffect(event) || world.witness.wasIgnored(event))
                .as("%s had its effect, or rightly none", request)
                .isTrue();
        if (!request.repeats() && request.intent() instanceof Signal.KillRequested) {
            assertThat(world.witness.hadEffect(event)).as("%s had its effect", request).isTrue();
        }
    }

    private void intended(SessionId id) {
        var requests = counting(id);
        var is = world.store.kept(id).map(one -> one.session().state().name());
        var may = allowed(requests);
        if (may.isEmpty()) {
            assertThat(is).as("%s, which nobody requested", id).isEmpty();
        } else {
            assertThat(is.orElseThrow()).as("%s after %s", id, requests).isIn(may);
        }
    }

    /** Those that meant something: nothing means anything before it was requested, or twice. */
    private List<Signal.Intent> counting(SessionId id) {
        var seen = new HashSet<RequestId>();
        var counting = new ArrayList<Signal.Intent>();
        for (var request : world.broker.requests()) {
            var intent = request.intent();
            var opens =
                    intent instanceof Signal.Requested || intent instanceof Signal.KillRequested;
            if (request.session().equals(id)
                    && (opens || !counting.isEmpty())
                    && seen.add(intent.origin().request().orElseThrow())) {
                counting.add(intent);
            }
        }
        return counting;
    }

    /** Where the last intent wants it, or where only a person can help. */
    private static Set<State.Name> allowed(List<Signal.Intent> intents) {
        if (intents.stream().anyMatch(Signal.KillRequested.class::isInstance)) {
            return EnumSet.of(State.Name.KILLED);
        }
        var may = EnumSet.noneOf(State.Name.class);
        for (var intent : intents) {
            switch (intent) {
                case Signal.Requested _, Signal.ResumeRequested _ ->
                        may = EnumSet.of(State.Name.RUNNING, State.Name.FAILED);
                case Signal.PauseRequested _ ->
                        may = EnumSet.of(State.Name.PAUSED, State.Name.FAILED);
                // They mean something only where something failed.
                case Signal.RetryRequested _, Signal.RecreateRequested _ ->
                        may.add(State.Name.RUNNING);
                case Signal.KillRequested _, Signal.SettingsChanged _ -> {}
                case Signal.ArchiveRequested _, Signal.Used _ -> {}
            }
        }
        if (intents.stream().anyMatch(Ending::pausesByItself)) {
            may.add(State.Name.PAUSED);
        }
        if (intents.stream().anyMatch(Ending::wakesByUse)) {
            may.add(State.Name.RUNNING);
        }
        return may;
    }

    private static boolean pausesByItself(Signal.Intent intent) {
        return intent instanceof Signal.Requested(_, _, var profile)
                && !profile.autoPause().isZero();
    }

    private static boolean wakesByUse(Signal.Intent intent) {
        return switch (intent) {
            case Signal.Requested(_, _, var profile) -> profile.wake() == Wake.ON_ACTIVITY;
            case Signal.SettingsChanged(_, var settings) ->
                    settings.wake().equals(Optional.of(Wake.ON_ACTIVITY));
            case Signal.PauseRequested _,
                    Signal.ResumeRequested _,
                    Signal.KillRequested _,
                    Signal.RecreateRequested _,
                    Signal.RetryRequested _,
                    Signal.ArchiveRequested _,
                    Signal.Used _ ->
                    false;
        };
    }
}
