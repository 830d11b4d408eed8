package io.sandkeeper.worker.intake;

import io.sandkeeper.events.AutoPause;
import io.sandkeeper.events.Envelope;
import io.sandkeeper.events.HealthSignal;
import io.sandkeeper.events.Priority;
import io.sandkeeper.events.SandboxRequested;
import io.sandkeeper.events.SessionRequest;
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
import java.time.Instant;
import java.util.Optional;

/** From the contract's words to the domain's. */
public final class Understanding {
    /** A session that does not say when to pause it is paused after this. */
    private final Duration autoPause;

    public Understanding(Duration autoPause) {
        this.autoPause = autoPause;
    }

    /**
     * @param spec what is stored before the signal is passed, when the event brings something to
     *     store
     */
    public record Understood(SessionId session, Signal signal, Optional<Brought> spec) {}

    public record Brought(SpecId id, Spec spec) {}

    /**
     * @param recordTime when the broker got it: no event is from later than that
     */
    public Understood request(
            Envelope<?> envelope,
            SessionRequest request,
            Instant recordTime,
            Origin.Position position) {
        var session = new SessionId(request.sessionId().value());
        var origin = origin(envelope, request, recordTime, position);
        return switch (request) {
            case SandboxRequested requested -> requested(session, origin, requested);
            case SessionRequest.PauseRequested _ ->
                    plain(session, new Signal.PauseRequested(origin));
            case SessionRequest.ResumeRequested _ ->
                    plain(session, new Signal.ResumeRequested(origin));
            case SessionRequest.KillRequested _ -> plain(session, new Signal.KillRequested(origin));
            case SessionRequest.RecreateRequested _ ->
                    plain(session, new Signal.RecreateRequested(origin));
            case SessionRequest.ArchiveRequested _ ->
                    plain(session, new Signal.ArchiveRequested(origin));
            case SessionRequest.RetryRequested _ ->
                    plain(session, new Signal.RetryRequested(origin));
            case SessionRequest.SettingsChangeRequested change ->
                    plain(session, new Signal.SettingsChanged(origin, settings(change.changes())));
        };
    }

    /** Where a question about a sandbox's health came from. */
    public static Origin asking(
            Envelope<?> envelope, HealthSignal.HealthCheckRequested requested, Instant recordTime) {
        return new Origin(
                new EventId(envelope.id().value()),
                envelope.type().wireName(),
                Optional.ofNullable(requested.requestedBy())
                        .map(actor -> actor.value())
                        .orElse("unknown"),
                envelope.time().isAfter(recordTime) ? recordTime : envelope.time(),
                Optional.of(new RequestId(requested.requestId().value())),
                Optional.ofNullable(envelope.trace()).map(context -> context.traceparent()),
                Optional.empty());
    }

    private static Understood plain(SessionId session, Signal signal) {
        return new Understood(session, signal, Optional.empty());
    }

    private Understood requested(SessionId session, Origin origin, SandboxRequested requested) {
        var owner =
                new Owner(
                        requested.owner().projectId().value(),
                        requested.owner().userId().value(),
                        Optional.ofNullable(requested.owner().fragmentId()).map(id -> id.value()));
        var spec = SpecReading.of(requested);
        var brings = !spec.equals(Spec.EMPTY);
        var specId = brings ? SpecId.of(session, origin.event()) : SpecId.NOTHING;
        var settings = requested.settings();
        var profile =
                new Profile(
                        requested.framework().value(),
                        Optional.ofNullable(requested.region()).map(region -> region.value()),
                        priority(settings.priority()),
                        Optional.ofNullable(settings.autoPause())
                                .map(AutoPause::orZero)
                                .orElse(autoPause),
                        wake(settings.wakeMode()),
                        Optional.ofNullable(settings.previewPort()),
                        specId,
                        Optional.ofNullable(settings.healthCheckEvery()));
        return new Understood(
                session,
                new Signal.Requested(origin, owner, profile),
                brings ? Optional.of(new Brought(specId, spec)) : Optional.empty());
    }

    private static Origin origin(
            Envelope<?> envelope,
            SessionRequest request,
            Instant recordTime,
            Origin.Position position) {
        var at = envelope.time().isAfter(recordTime) ? recordTime : envelope.time();
        var trace = envelope.trace();
        return new Origin(
                new EventId(envelope.id().value()),
                envelope.type().wireName(),
                actor(request),
                at,
                Optional.of(new RequestId(request.requestId().value())),
                Optional.ofNullable(trace).map(context -> context.traceparent()),
                Optional.of(position));
    }

    private static String actor(SessionRequest request) {
        return switch (request) {
            case SandboxRequested requested -> requested.owner().userId().value();
            case SessionRequest.Change change ->
                    Optional.ofNullable(change.requestedBy())
                            .map(actor -> actor.value())
                            .orElse("unknown");
        };
    }

    private static Settings settings(SessionRequest.Changes changes) {
        return new Settings(
                Optional.ofNullable(changes.autoPause()).map(AutoPause::orZero),
                Optional.ofNullable(changes.wakeMode()).map(Understanding::wake),
                Optional.ofNullable(changes.healthCheckEvery()));
    }

    private static Wake wake(io.sandkeeper.events.WakeMode mode) {
        return switch (mode) {
            case ON_ACTIVITY -> Wake.ON_ACTIVITY;
            case MANUAL -> Wake.MANUAL;
        };
    }

    private static int priority(Priority priority) {
        return switch (priority) {
            case LOW -> -1;
            case NORMAL -> 0;
            case HIGH -> 1;
        };
    }
}
