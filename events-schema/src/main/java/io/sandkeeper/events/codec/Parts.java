package io.sandkeeper.events.codec;

import io.sandkeeper.events.*;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Fields that several events share. */
final class Parts {
    static final long MONTH_OF_SECONDS = Duration.ofDays(30).toSeconds();
    static final Value<AutoPause> AUTO_PAUSE =
            new Mapped<>(Whole.seconds(0, MONTH_OF_SECONDS), AutoPause::after, AutoPause::orZero);
    static final Value<Integer> PORT = Whole.number(1, 65_535);
    static final Value<Integer> COUNT = Whole.number(0, Integer.MAX_VALUE);
    static final Value<Integer> ATTEMPT = Whole.number(1, 10_000);
    static final Value<Duration> CHECK_EVERY = Whole.seconds(5, 3600);
    static final Value<URI> WEB_ADDRESS = new WebAddress(Text.by(TextRule.WEB_ADDRESS));
    static final Choice<WakeMode> WAKE_MODE = Choice.lower(WakeMode.class);
    static final Choice<Priority> PRIORITY = Choice.lower(Priority.class);
    static final String AUTO_PAUSE_IS =
            "After how many seconds without use the sandbox goes to sleep; 0: never.";
    static final String WAKE_MODE_IS = "Whether activity wakes it, or only a request.";
    static final String PRIORITY_IS = "Who goes first when not all can.";
    static final String PORT_IS = "The port of its web page.";
    static final String CHECK_EVERY_IS = "Seconds between two health checks.";

    private Parts() {}

    static final Value<Cause> CAUSE = cause();

    private static Shape<Cause> cause() {
        var f = new Fields<Cause>();
        var kind =
                f.must("kind", Choice.lower(Cause.Kind.class), Cause::kind, "What kind of reason.");
        var actor = f.may("actor", Ids.ACTOR, Cause::actor, "Who wanted it.");
        var evidence =
                f.may(
                        "evidence",
                        Text.prose(1000),
                        Cause::evidence,
                        "What was seen, for a person.");
        var event =
                f.may("eventId", Ids.EVENT, Cause::eventId, "The id of the event that caused it.");
        return f.build(
                row -> new Cause(row.get(kind), row.get(actor), row.get(evidence), row.get(event)));
    }

    static <E> Part<Standing> standing(Fields<E> f, Getter<E, Standing> of) {
        var session = f.must("sessionId", Ids.SESSION, e -> of.of(e).sessionId(), "The session.");
        var generation =
                f.must(
                        "generation",
                        Parts.COUNT,
                        e -> of.of(e).generation(),
                        "Which sandbox of the session: 1 is the first; 0: there was none yet.");
        var sequence =
                f.must(
                        "sequence",
                        Whole.big(1),
                        e -> of.of(e).sequence(),
                        "Counts the session's events from 1 without a gap. Older or equal: seen before.");
        var state =
                f.must(
                        "state",
                        Choice.upper(SessionState.class),
                        e -> of.of(e).state(),
                        "Its state now.");
        var sandbox =
                f.may(
                        "sandboxId",
                        Ids.SANDBOX,
                        e -> of.of(e).sandboxId(),
                        "Its sandbox, when there is one.");
        var url =
                f.may(
                        "sandboxUrl",
                        WEB_ADDRESS,
                        e -> of.of(e).sandboxUrl(),
                        "The sandbox's address.");
        var cause = f.must("cause", CAUSE, e -> of.of(e).cause(), "Why.");
        return row ->
                new Standing(
                        row.get(session),
                        row.get(generation),
                        row.get(sequence),
                        row.get(state),
                        row.get(sandbox),
                        row.get(url),
                        row.get(cause));
    }

    static <E> Part<Owner> owner(Fields<E> f, Getter<E, Owner> of) {
        var project =
                f.must(
                        "projectId",
                        Ids.PROJECT,
                        e -> of.of(e).projectId(),
                        "The project it belongs to.");
        var user = f.must("userId", Ids.USER, e -> of.of(e).userId(), "The user it belongs to.");
        var fragment =
                f.may(
                        "fragmentId",
                        Ids.FRAGMENT,
                        e -> of.of(e).fragmentId(),
                        "The piece of a conversation or document that it belongs to.");
        return row -> new Owner(row.get(project), row.get(user), row.get(fragment));
    }

    static <E> Part<Settings> settings(Fields<E> f, Getter<E, Settings> of) {
        var autoPause =
                f.may("autoPauseSeconds", AUTO_PAUSE, e -> of.of(e).autoPause(), AUTO_PAUSE_IS);
        var wake =
                f.or(
                        "wakeMode",
                        WAKE_MODE,
                        WakeMode.ON_ACTIVITY,
                        e -> of.of(e).wakeMode(),
                        WAKE_MODE_IS);
        var priority =
                f.or("priority", PRIORITY, Priority.NORMAL, e -> of.of(e).priority(), PRIORITY_IS);
        var port = f.may("previewPort", PORT, e -> of.of(e).previewPort(), PORT_IS);
        var every =
                f.may(
                        "healthCheckSeconds",
                        CHECK_EVERY,
                        e -> of.of(e).healthCheckEvery(),
                        CHECK_EVERY_IS);
        return row ->
                new Settings(
                        row.get(autoPause),
                        row.get(wake),
                        row.get(priority),
                        row.get(port),
                        row.get(every));
    }

    static <E> Part<Waiting> waiting(Fields<E> f, Getter<E, Waiting> of) {
        var position =
                f.must(
                        "position",
                        Whole.number(1, Integer.MAX_VALUE),
                        e -> of.of(e).position(),
                        "1 is next.");
        var wait =
                f.may(
                        "estimatedWaitSeconds",
                        Whole.seconds(0, MONTH_OF_SECONDS),
                        e -> of.of(e).estimatedWait(),
                        "How long it may take; absent: nobody knows.");
        var reason =
                f.must(
                        "reason",
                        Choice.lower(Waiting.Reason.class),
                        e -> of.of(e).reason(),
                        "Why it waits.");
        var lane =
                f.may(
                        "lane",
                        Text.upTo(160),
                        e -> of.of(e).lane(),
                        "The subject of the queue's notices.");
        var ticket =
                f.may(
                        "ticket",
                        Whole.big(0),
                        e -> of.of(e).ticket(),
                        "Its number in that queue: position = ticket - head of the queue + 1.");
        f.rule(new Together.Needs("ticket", "lane"));
        return row ->
                new Waiting(
                        row.get(position),
                        row.get(wait),
                        row.get(reason),
                        row.get(lane),
                        row.get(ticket));
    }

    static <E> Part<Advice> advice(Fields<E> f, Getter<E, Advice> of) {
        var code = f.must("code", Text.upTo(64), e -> of.of(e).code(), "The reason, for programs.");
        var message =
                f.must(
                        "message",
                        Text.prose(1000),
                        e -> of.of(e).message(),
                        "The reason, for a person.");
        var next =
                f.must(
                        "nextStep",
                        Text.prose(500),
                        e -> of.of(e).nextStep(),
                        "What the person can do next.");
        return row -> new Advice(row.get(code), row.get(message), row.get(next));
    }

    static <E> Part<Lifecycle.Preview> preview(Fields<E> f, Getter<E, Lifecycle.Preview> of) {
        var url =
                f.may(
                        "previewUrl",
                        WEB_ADDRESS,
                        e -> of.of(e).url(),
                        "The address of its web page.");
        var pending =
                f.or(
                        "previewPending",
                        new Flag(),
                        false,
                        e -> of.of(e).pending(),
                        "The page does not answer yet.");
        return row -> new Lifecycle.Preview(row.get(url), row.get(pending));
    }

    static <E> Part<Lifecycle.Amount> amount(Fields<E> f, Getter<E, Lifecycle.Amount> of) {
        var files = f.must("files", COUNT, e -> of.of(e).files(), "How many files.");
        var bytes = f.must("bytes", Whole.big(0), e -> of.of(e).bytes(), "How many bytes.");
        var took =
                f.must(
                        "tookMillis",
                        Whole.millis(),
                        e -> of.of(e).took(),
                        "How long it took, in milliseconds.");
        return row -> new Lifecycle.Amount(row.get(files), row.get(bytes), row.get(took));
    }

    static final Value<List<String>> PATHS = new ListOf<>(Text.prose(4096), 100);
}
