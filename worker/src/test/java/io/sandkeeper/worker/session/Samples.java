package io.sandkeeper.worker.session;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One session in every state, and every signal in every flavour that decisions tell apart. */
final class Samples {
    static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    static final Instant BEFORE = NOW.minus(Duration.ofMinutes(1));
    static final Instant LONG_AGO = NOW.minus(Duration.ofHours(1));
    static final SessionId ID = new SessionId("s-1");
    static final SandboxId BOX = new SandboxId("ibox");
    static final SandboxId STRAY = new SandboxId("istray");
    static final Sandbox SANDBOX =
            new Sandbox(BOX, 2, "base", Optional.of("http://3000-ibox.localhost"), LONG_AGO, 0);
    static final Sandbox OLD =
            new Sandbox(new SandboxId("iold"), 1, "base", Optional.empty(), LONG_AGO, 0);
    static final Sandbox MADE =
            new Sandbox(new SandboxId("inew"), 2, "base", Optional.empty(), BEFORE, 0);
    static final Ticket TICKET =
            new Ticket("e2b/-/create", 0, 7, 3, Optional.of(Duration.ofSeconds(9)));
    static final State.Queued QUEUED = new State.Queued(BEFORE, Waiting.TURN, Optional.empty());
    static final Owner OWNER = new Owner("p-1", "u-1", Optional.empty());
    static final Operation.Lease LEASE = new Operation.Lease("w-1", BEFORE);
    static final Operation.Lease OTHER_LEASE = new Operation.Lease("w-2", NOW);
    static final Archived ARCHIVED =
            new Archived(
                    new Archive(new ArchiveId("a-1"), BEFORE, 3, 300),
                    Duration.ofMillis(20),
                    100,
                    0,
                    List.of());
    static final DataLoss LOSS =
            new DataLoss(
                    ARCHIVED.archive().id(),
                    1,
                    List.of(
                            new DataLoss.Loss(
                                    "a.txt", DataLoss.Kind.MISSING, true, Optional.empty())));
    static final Cause IDLE = Cause.own(Cause.Kind.IDLE, "not used");
    static final Profile PROFILE =
            new Profile(
                    "base",
                    Optional.empty(),
                    0,
                    Duration.ofMinutes(10),
                    Wake.ON_ACTIVITY,
                    Optional.empty(),
                    new SpecId("s-1/e-0"));

    private Samples() {}

    static Origin origin(String event) {
        return new Origin(
                new EventId(event),
                "requested",
                "u-1",
                NOW,
                Optional.of(new RequestId("r-" + event)),
                Optional.empty(),
                Optional.of(new Origin.Position("requests", 7)));
    }

    static Origin use() {
        return new Origin(
                new EventId("e-1"),
                "activity",
                "u-1",
                NOW,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static Session in(State state) {
        var operation =
                switch (state) {
                    case State.Queued _ ->
                            Optional.of(Operation.first(Operation.Kind.CREATE, 2, BEFORE));
                    case State.Creating _, State.Recreating _ -> leased(Operation.Kind.CREATE);
                    case State.Pausing _ -> leased(Operation.Kind.PAUSE);
                    case State.Resuming _ -> leased(Operation.Kind.RESUME);
                    case State.Running _, State.Paused _, State.Lost _, State.Killing _ ->
                            Optional.<Operation>empty();
                    case State.Killed _, State.Expired _, State.Failed _ ->
                            Optional.<Operation>empty();
                };
        var condemned =
                state instanceof State.Killing
                        ? List.of(Condemned.known(new Incarnation(ID, 2), BOX, BEFORE))
                        : List.<Condemned>of();
        var ledger =
                new Ledger(
                        5,
                        Optional.of(new Asked(new RequestId("r-0"), "requested")),
                        List.of(new EventId("e-0")),
                        List.of(new RequestId("r-0")),
                        Map.of("requests", 3L));
        return new Session(
                ID,
                OWNER,
                PROFILE,
                desired(state),
                state,
                2,
                condemned,
                operation,
                new Use(BEFORE, Instant.EPOCH),
                ledger,
                Tally.NOTHING,
                Care.NONE,
                LONG_AGO,
                BEFORE,
                9);
    }

    static Session with(Session session, Operation operation) {
        return new Session(
                session.id(),
                session.owner(),
                session.profile(),
                session.desired(),
                session.state(),
                session.generation(),
                session.condemned(),
                Optional.of(operation),
                session.use(),
                session.ledger(),
                session.tally(),
                session.care(),
                session.createdAt(),
                session.updatedAt(),
                session.version());
    }

    private static Desired desired(State state) {
        return switch (state) {
            case State.Pausing _, State.Paused _ -> Desired.PAUSED;
            case State.Killing _, State.Killed _ -> Desired.GONE;
            case State.Queued _, State.Creating _, State.Running _, State.Resuming _ ->
                    Desired.RUNNING;
            case State.Recreating _, State.Lost _, State.Expired _, State.Failed _ ->
                    Desired.RUNNING;
        };
    }

    private static Optional<Operation> leased(Operation.Kind kind) {
        return Optional.of(Operation.first(kind, 2, BEFORE).leasedTo(LEASE));
    }

    static List<State> states() {
        return List.of(
                QUEUED,
                new State.Creating(BEFORE, QUEUED),
                new State.Running(
                        BEFORE, SANDBOX, NOW.plus(Duration.ofMinutes(29)), Optional.empty()),
                new State.Pausing(BEFORE, SANDBOX, IDLE),
                new State.Paused(BEFORE, SANDBOX, IDLE, BEFORE),
                new State.Resuming(BEFORE, SANDBOX, IDLE),
                new State.Recreating(
                        BEFORE,
                        IDLE,
                        Replacement.Why.LOST,
                        Optional.empty(),
                        Optional.of(Replacement.Place.of(OLD)),
                        0),
                new State.Recreating(
                        BEFORE,
                        IDLE,
                        Replacement.Why.ERROR,
                        Optional.of(
                                new Predecessor(OLD, Optional.of(NOW.plus(Duration.ofMinutes(9))))),
                        Optional.of(Replacement.Place.of(OLD)),
                        40),
                new State.Lost(BEFORE, IDLE, Optional.of(Replacement.Place.of(OLD))),
                new State.Killing(BEFORE, IDLE),
                new State.Killed(BEFORE, IDLE),
                new State.Expired(BEFORE, IDLE),
                new State.Failed(BEFORE, IDLE, "retry"));
    }

    static Map<String, Signal> signals() {
        var all = new LinkedHashMap<String, Signal>();
        all.put("requested", new Signal.Requested(origin("e-1"), OWNER, PROFILE));
        all.put("pause-requested", new Signal.PauseRequested(origin("e-1")));
        all.put("resume-requested", new Signal.ResumeRequested(origin("e-1")));
        all.put("kill-requested", new Signal.KillRequested(origin("e-1")));
        all.put("recreate-requested", new Signal.RecreateRequested(origin("e-1")));
        all.put("archive-requested", new Signal.ArchiveRequested(origin("e-1")));
        all.put("retry-requested", new Signal.RetryRequested(origin("e-1")));
        all.put(
                "settings-changed",
                new Signal.SettingsChanged(
                        origin("e-1"), new Settings(Optional.of(Duration.ZERO), Optional.empty())));
        all.put("used", new Signal.Used(use()));
        all.put("created", new Signal.Created(2, MADE, Remarks.NONE));
        all.put("created, late", new Signal.Created(1, MADE, Remarks.NONE));
        failures()
                .forEach(
                        (name, failure) ->
                                all.put(
                                        "create failed: " + name,
                                        new Signal.CreateFailed(2, 1, failure, Optional.empty())));
        all.put(
                "create failed: zombie",
                new Signal.CreateFailed(2, 1, new Failure.Transient("zombie"), Optional.of(STRAY)));
        all.put(
                "create failed, late turn",
                new Signal.CreateFailed(2, 0, new Failure.Transient("503"), Optional.empty()));
        all.put(
                "created, by another worker",
                new Signal.Reported(OTHER_LEASE, new Signal.Created(2, MADE, Remarks.NONE)));
        all.put("pause done", new Signal.PauseDone(2));
        all.put("pause done, late", new Signal.PauseDone(1));
        failures()
                .forEach(
                        (name, failure) ->
                                all.put(
                                        "pause failed: " + name,
                                        new Signal.PauseFailed(2, 1, failure)));
        all.put("resume done", new Signal.ResumeDone(2, Optional.empty()));
        failures()
                .forEach(
                        (name, failure) ->
                                all.put(
                                        "resume failed: " + name,
                                        new Signal.ResumeFailed(2, 1, failure)));
        all.put("gone", new Signal.Gone(2, "404 twice"));
        all.put("gone, late", new Signal.Gone(1, "404 twice"));
        all.put(
                "progressed",
                new Signal.Progressed(2, 1, Signal.Step.TRANSFERRING, "3 of 5 MiB", 60));
        all.put(
                "progressed, backwards",
                new Signal.Progressed(2, 1, Signal.Step.TRANSFERRING, "0 of 5 MiB", 0));
        all.put("archive done", new Signal.ArchiveDone(2, 1, ARCHIVED));
        all.put("archive failed", new Signal.ArchiveFailed(2, 1, new Failure.Transient("503")));
        all.put("verified", new Signal.Verified(2, 1, DataLoss.none(ARCHIVED.archive().id())));
        all.put("verified, with losses", new Signal.Verified(2, 1, LOSS));
        all.put("doubted", new Signal.Doubted(2, 1, DataLoss.none(ARCHIVED.archive().id())));
        all.put("doubted, with losses", new Signal.Doubted(2, 1, LOSS));
        all.put("verify failed", new Signal.VerifyFailed(2, 1, new Failure.Transient("503")));
        for (var health : Health.values()) {
            all.put(
                    "seen as " + health,
                    new Signal.HealthSeen(2, health, NOW, "looked", Optional.empty()));
        }
        all.put(
                "seen as HEALTHY, asked for",
                new Signal.HealthSeen(2, Health.HEALTHY, NOW, "looked", Optional.of(use())));
        all.put(
                "seen as EXPIRED, late",
                new Signal.HealthSeen(2, Health.EXPIRED, LONG_AGO, "looked", Optional.empty()));
        all.put("extended", new Signal.Extended(2, 1, Duration.ofMinutes(30)));
        all.put("extend failed", new Signal.ExtendFailed(2, 1, new Failure.Transient("500")));
        all.put("found paused", new Signal.FoundPaused(2, NOW, "the provider's timeout"));
        all.put("found paused, late", new Signal.FoundPaused(2, LONG_AGO, "before it ran"));
        all.put(
                "found running",
                new Signal.FoundRunning(2, NOW, NOW.plus(Duration.ofMinutes(5)), "by hand"));
        all.put(
                "found running, late",
                new Signal.FoundRunning(2, LONG_AGO, NOW, "before it was paused"));
        all.put(
                "reappeared, running",
                new Signal.Reappeared(
                        2, SANDBOX, NOW, Optional.of(NOW.plus(Duration.ofMinutes(5))), "listed"));
        all.put(
                "reappeared, paused",
                new Signal.Reappeared(2, SANDBOX, NOW, Optional.empty(), "listed"));
        all.put(
                "reappeared, older one",
                new Signal.Reappeared(1, SANDBOX, NOW, Optional.empty(), "listed"));
        all.put(
                "reappeared, late",
                new Signal.Reappeared(2, SANDBOX, LONG_AGO, Optional.empty(), "listed before"));
        all.put("destroyed", new Signal.Destroyed(2, Optional.of(BOX)));
        all.put(
                "destroy failed",
                new Signal.DestroyFailed(2, Optional.of(BOX), new Failure.Transient("500")));
        all.put("not seen", new Signal.NotSeen(2));
        all.put("stray seen", new Signal.StraySeen(2, STRAY));
        all.put("taken up", new Signal.TakenUp(OTHER_LEASE));
        all.put(
                "put off",
                new Signal.PutOff(
                        Waiting.BREAKER_OPEN,
                        Optional.of(TICKET),
                        NOW.plus(Duration.ofMinutes(1))));
        all.put("let in", new Signal.LetIn());
        all.put("turned away", new Signal.TurnedAway("5000 wait"));
        all.put("lease lost", new Signal.LeaseLost("w-1"));
        all.put("timer fired", new Signal.TimerFired());
        return all;
    }

    static Map<String, Failure> failures() {
        var all = new LinkedHashMap<String, Failure>();
        all.put("permanent", new Failure.Permanent("400"));
        all.put("key refused", new Failure.KeyRefused(401, "401"));
        all.put("limited", new Failure.Limited(Optional.of(Duration.ofSeconds(7)), "429"));
        all.put("conflict", new Failure.Conflict("409"));
        all.put("transient", new Failure.Transient("503"));
        all.put("unknown", new Failure.Unknown("connection lost"));
        all.put("as probe", new Failure.AsProbe(new Failure.Transient("503")));
        all.put("as probe, unknown", new Failure.AsProbe(new Failure.Unknown("connection lost")));
        return all;
    }
}
