package io.sandkeeper.worker.herald;

import io.sandkeeper.events.Advice;
import io.sandkeeper.events.Envelope;
import io.sandkeeper.events.Event;
import io.sandkeeper.events.EventId;
import io.sandkeeper.events.Framework;
import io.sandkeeper.events.Lifecycle;
import io.sandkeeper.events.Recreation;
import io.sandkeeper.events.Region;
import io.sandkeeper.events.RequestId;
import io.sandkeeper.events.RequestOutcome;
import io.sandkeeper.events.SandboxStatus;
import io.sandkeeper.events.Standing;
import io.sandkeeper.events.TraceContext;
import io.sandkeeper.events.Waiting;
import io.sandkeeper.events.codec.EventCodec;
import io.sandkeeper.worker.session.Archive;
import io.sandkeeper.worker.session.Cause;
import io.sandkeeper.worker.session.Lifespan;
import io.sandkeeper.worker.session.Notice;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.Ticket;
import io.sandkeeper.worker.store.Publication;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** From the domain's words to the contract's: every kind of notice has its event. */
public final class Wording {
    public static final URI SOURCE = URI.create("/sandkeeper/worker");

    private static final Cause UNKNOWN =
            new Cause(
                    Cause.Kind.OPERATION,
                    "sandkeeper",
                    "read from the store",
                    Optional.empty(),
                    Optional.empty());

    private Wording() {}

    /** The last notice of a decision carries the status that the session has after it. */
    public static List<Publication> of(Session session, List<Notice> notices, Lifespan lifespan) {
        var expiresAt = lifespan.expiresAt(session);
        return IntStream.range(0, notices.size())
                .mapToObj(
                        n ->
                                publication(
                                        session,
                                        notices.get(n),
                                        n == notices.size() - 1,
                                        expiresAt))
                .toList();
    }

    /**
     * The latest state anew, from what is stored: under the id that it had.
     *
     * @param cause of the last transition that is known
     */
    public static Envelope<SandboxStatus> status(
            Session session, Optional<Cause> cause, Lifespan lifespan) {
        var sequence = session.ledger().sequence();
        var standing = StandingWording.of(session, sequence, cause.orElse(UNKNOWN));
        return new Envelope<>(
                EventId.of(standing.sessionId(), sequence),
                SOURCE,
                session.updatedAt(),
                trace(cause.flatMap(Cause::trace)),
                StatusWording.of(session, standing, lifespan.expiresAt(session)));
    }

    private static Publication publication(
            Session session, Notice notice, boolean last, Optional<Instant> expiresAt) {
        var standing = StandingWording.of(session, notice);
        var envelope = envelope(session, notice, event(session, notice, standing));
        var status =
                last
                        ? Optional.of(
                                json(
                                        envelope(
                                                session,
                                                notice,
                                                StatusWording.of(session, standing, expiresAt))))
                        : Optional.<String>empty();
        return new Publication(
                notice.sequence(),
                envelope.id().value(),
                envelope.type().wireName(),
                notice.at(),
                notice.cause().trace(),
                json(envelope),
                status);
    }

    private static Envelope<Event> envelope(Session session, Notice notice, Event event) {
        var id =
                EventId.of(
                        new io.sandkeeper.events.SessionId(session.id().value()),
                        notice.sequence());
        return new Envelope<>(id, SOURCE, notice.at(), trace(notice.cause().trace()), event);
    }

    private static @Nullable TraceContext trace(Optional<String> traceparent) {
        return traceparent.map(parent -> new TraceContext(parent, null)).orElse(null);
    }

    private static String json(Envelope<Event> envelope) {
        return new String(EventCodec.toJson(envelope), StandardCharsets.UTF_8);
    }

    private static Event event(Session session, Notice notice, Standing standing) {
        return switch (notice.kind()) {
            case Notice.Queued(var reason, var ticket) ->
                    new Lifecycle.Queued(standing, waiting(reason, ticket));
            case Notice.Creating(var attempt) ->
                    new Lifecycle.Creating(standing, attempt, template(session), region(session));
            case Notice.Ready(var remarks) ->
                    new Lifecycle.Ready(
                            standing,
                            template(session),
                            remarks.defaultTemplate(),
                            remarks.autoPauseRefused(),
                            preview(notice, remarks.previewSilent()));
            case Notice.PauseWarning(var pausesAt) ->
                    new Lifecycle.PauseWarning(standing, pausesAt);
            case Notice.Pausing _ -> new Lifecycle.Pausing(standing, attempt(session));
            case Notice.Paused _ -> new Lifecycle.Paused(standing, notice.at());
            case Notice.Resuming _ -> new Lifecycle.Resuming(standing, attempt(session));
            case Notice.Resumed _ -> new Lifecycle.Resumed(standing, preview(notice, false));
            case Notice.SettingsChanged(var profile) ->
                    new Lifecycle.SettingsChanged(standing, null, SettingsWording.of(profile));
            case Notice.Lost _ ->
                    new Lifecycle.Lost(
                            standing, session.care().archive().map(Archive::takenAt).orElse(null));
            case Notice.HealthChanged changed -> CareWording.of(changed, standing);
            case Notice.ArchiveStored(var archived) -> CareWording.of(archived, standing);
            case Notice.DataLossDetected(var loss) -> CareWording.of(loss, standing);
            case Notice.RecreationStarted started ->
                    RecreationWording.of(started, standing, attempt(session));
            case Notice.RecreationProgressed progressed ->
                    RecreationWording.of(progressed, standing);
            case Notice.RecreationCompleted completed ->
                    RecreationWording.of(
                            completed,
                            standing,
                            preview(notice, completed.remarks().previewSilent()));
            case Notice.RecreationFailed(var nextStep) ->
                    new Recreation.FailedAttempt(
                            standing,
                            attempt(session),
                            advice("recreation-failed", notice, nextStep),
                            null);
            case Notice.Expiring(var expiresAt) -> new Lifecycle.Expiring(standing, expiresAt);
            case Notice.Expired _ -> new Lifecycle.Expired(standing, notice.at());
            case Notice.Killing _ -> new Lifecycle.Killing(standing, 1);
            case Notice.Killed _ -> new Lifecycle.Killed(standing, notice.at());
            case Notice.Failed(var task, var nextStep) ->
                    new Lifecycle.Failed(standing, advice(code(task), notice, nextStep));
            case Notice.Superseded(var overtaken, var by) ->
                    new RequestOutcome.RequestSuperseded(
                            standing,
                            new RequestId(overtaken.request().value()),
                            overtaken.type(),
                            by.map(id -> new RequestId(id.value())).orElse(null));
            case Notice.Refused(var asked, var reason) ->
                    new RequestOutcome.RequestRefused(
                            standing,
                            new RequestId(asked.request().value()),
                            asked.type(),
                            new Advice(
                                    reason.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                                    "The request cannot be done.",
                                    reason.nextStep()));
        };
    }

    static Waiting waiting(io.sandkeeper.worker.session.Waiting reason, Optional<Ticket> ticket) {
        var word =
                switch (reason) {
                    case TURN -> Waiting.Reason.TURN;
                    case RATE_LIMITED -> Waiting.Reason.RATE_LIMITED;
                    case ACCOUNT_FULL -> Waiting.Reason.ACCOUNT_FULL;
                    case SUSPENDED -> Waiting.Reason.SUSPENDED;
                    case BREAKER_OPEN -> Waiting.Reason.BREAKER_OPEN;
                    case BUDGET -> Waiting.Reason.BUDGET;
                };
        return new Waiting(
                ticket.map(Ticket::position).orElse(1),
                ticket.flatMap(Ticket::estimate).orElse(null),
                word,
                ticket.map(Ticket::lane).orElse(null),
                ticket.map(Ticket::number).orElse(null));
    }

    private static Framework template(Session session) {
        return new Framework(
                session.state()
                        .current()
                        .map(box -> box.template())
                        .orElse(session.profile().framework()));
    }

    private static @Nullable Region region(Session session) {
        return session.profile().region().map(Region::new).orElse(null);
    }

    private static int attempt(Session session) {
        return session.operation().map(Operation::attempt).orElse(1);
    }

    private static Lifecycle.Preview preview(Notice notice, boolean pending) {
        return notice.sandbox()
                .flatMap(box -> box.url())
                .map(url -> new Lifecycle.Preview(URI.create(url), pending))
                .orElse(Lifecycle.Preview.NONE);
    }

    static String code(Notice.Task task) {
        return switch (task) {
            case CREATION -> "creation-failed";
            case PAUSE -> "pause-failed";
            case WAKE -> "resume-failed";
            case ARCHIVE -> "archive-failed";
            case VERIFICATION -> "verification-failed";
        };
    }

    private static Advice advice(String code, Notice notice, String nextStep) {
        return new Advice(code, notice.cause().evidence(), nextStep);
    }
}
