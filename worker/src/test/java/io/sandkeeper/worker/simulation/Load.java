package io.sandkeeper.worker.simulation;

import io.sandkeeper.worker.session.EventId;
import io.sandkeeper.worker.session.Origin;
import io.sandkeeper.worker.session.Owner;
import io.sandkeeper.worker.session.Profile;
import io.sandkeeper.worker.session.RequestId;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Settings;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.SpecId;
import io.sandkeeper.worker.session.Wake;
import io.sandkeeper.worker.spec.Spec;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** What users send: requests, now and then twice. */
final class Load {
    private static final String TOPIC = "requests";
    private static final int SESSIONS = 5;
    private static final int RECORDS = 28;

    final List<SessionId> sessions;
    private final World world;
    private final Timeline timeline;
    private final List<Request> sent = new ArrayList<>();

    Load(World world) {
        this.world = world;
        this.timeline = world.timeline;
        this.sessions =
                IntStream.range(0, SESSIONS)
                        .mapToObj(n -> new SessionId("s-" + timeline.seed + "-" + n))
                        .toList();
    }

    boolean isLeft() {
        return sent.size() < RECORDS;
    }

    void sendNext() {
        var repeat = !sent.isEmpty() && timeline.oneIn(5);
        var request = repeat ? again(sent.get(timeline.random.nextInt(sent.size()))) : fresh();
        sent.add(request);
        timeline.note("sent: " + request);
        world.broker.produce(request);
    }

    /** By the producer, as the same event, or by the user, as the same request. */
    private Request again(Request first) {
        var session = first.session();
        var old = first.intent().origin();
        var event = timeline.random.nextBoolean() ? old.event() : nextEvent();
        var origin = origin(session, event, old.request());
        return new Request(session, with(first.intent(), origin), true);
    }

    private Request fresh() {
        var session =
                sent.size() < SESSIONS
                        ? sessions.get(sent.size())
                        : sessions.get(timeline.random.nextInt(SESSIONS));
        var event = nextEvent();
        var origin = origin(session, event, Optional.of(new RequestId("r-" + event.value())));
        return new Request(session, intent(session, origin), false);
    }

    /** A plain request for one session, and nothing else about it. */
    void request(SessionId session) {
        var event = nextEvent();
        var origin = origin(session, event, Optional.of(new RequestId("r-" + event.value())));
        var request = new Request(session, requested(session, origin), false);
        sent.add(request);
        world.broker.produce(request);
    }

    private EventId nextEvent() {
        return new EventId("e-" + (sent.size() + 1));
    }

    private Origin origin(SessionId session, EventId event, Optional<RequestId> request) {
        return new Origin(
                event,
                "any",
                "u",
                timeline.now(),
                request,
                Optional.empty(),
                Optional.of(new Origin.Position(TOPIC, world.broker.nextOffset(session))));
    }

    private Signal.Intent intent(SessionId session, Origin origin) {
        var choice =
                sent.size() < SESSIONS ? timeline.random.nextInt(4) : timeline.random.nextInt(20);
        return switch (choice) {
            case 0, 1, 2, 3, 4 -> requested(session, origin);
            case 5, 6, 7, 8, 9 -> new Signal.PauseRequested(origin);
            case 10, 11, 12, 13 -> new Signal.ResumeRequested(origin);
            case 14, 15 -> new Signal.RetryRequested(origin);
            case 16 -> new Signal.RecreateRequested(origin);
            case 17, 18 ->
                    new Signal.SettingsChanged(
                            origin, new Settings(Optional.empty(), Optional.of(wake())));
            default -> new Signal.KillRequested(origin);
        };
    }

    private Signal.Intent requested(SessionId session, Origin origin) {
        var spec = SpecId.of(session, origin.event());
        world.specs.save(Map.of(spec, Spec.EMPTY));
        var autoPause = timeline.oneIn(4) ? Duration.ofMinutes(1) : Duration.ZERO;
        return new Signal.Requested(
                origin,
                new Owner("p", "u", Optional.empty()),
                new Profile(
                        "base", Optional.empty(), 0, autoPause, wake(), Optional.empty(), spec));
    }

    private Wake wake() {
        return timeline.random.nextBoolean() ? Wake.ON_ACTIVITY : Wake.MANUAL;
    }

    private static Signal.Intent with(Signal.Intent intent, Origin origin) {
        return switch (intent) {
            case Signal.Requested(_, var owner, var profile) ->
                    new Signal.Requested(origin, owner, profile);
            case Signal.PauseRequested _ -> new Signal.PauseRequested(origin);
            case Signal.ResumeRequested _ -> new Signal.ResumeRequested(origin);
            case Signal.KillRequested _ -> new Signal.KillRequested(origin);
            case Signal.RecreateRequested _ -> new Signal.RecreateRequested(origin);
            case Signal.RetryRequested _ -> new Signal.RetryRequested(origin);
            case Signal.ArchiveRequested _ -> new Signal.ArchiveRequested(origin);
            case Signal.SettingsChanged(_, var settings) ->
                    new Signal.SettingsChanged(origin, settings);
            case Signal.Used _ -> new Signal.Used(origin);
        };
    }
}
