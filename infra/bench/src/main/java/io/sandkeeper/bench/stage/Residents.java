package io.sandkeeper.bench.stage;

import com.mongodb.client.model.Filters;

import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.mongo.MongoSettings;
import io.sandkeeper.worker.session.Care;
import io.sandkeeper.worker.session.Cause;
import io.sandkeeper.worker.session.Desired;
import io.sandkeeper.worker.session.Ledger;
import io.sandkeeper.worker.session.Lifecycle;
import io.sandkeeper.worker.session.Owner;
import io.sandkeeper.worker.session.Policy;
import io.sandkeeper.worker.session.Profile;
import io.sandkeeper.worker.session.Sandbox;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.SpecId;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.session.Tally;
import io.sandkeeper.worker.session.Use;
import io.sandkeeper.worker.session.Wake;
import io.sandkeeper.worker.store.SessionWrite;
import io.sandkeeper.worker.store.Written;
import io.sandkeeper.worker.store.mongo.MongoSessionStore;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** Sessions that were there before the benchmark began. */
public final class Residents {
    private static final Lifecycle RULES = new Lifecycle(Policy.DEFAULT);
    private static final Duration RETENTION = Duration.ofDays(30);
    private static final Duration USUAL = Duration.ofMinutes(10);
    private static final Duration LONG = Duration.ofHours(12);
    private static final int AT_ONCE = 1_000;

    private Residents() {}

    /** Has just been used, and is not due for hours. */
    public static Session inUse(String id, Instant now) {
        var running = new State.Running(now, sandbox(id, now), now.plus(LONG).plus(LONG), none());
        return session(id, running, Desired.RUNNING, LONG, now, now);
    }

    /** Nobody uses it, its owner was warned, and it is to be paused at that time. */
    public static Session toPauseAt(String id, Instant due) {
        var since = due.minus(USUAL);
        var running =
                new State.Running(since, sandbox(id, since), due.plus(USUAL), Optional.of(due));
        return session(id, running, Desired.RUNNING, USUAL, since, since);
    }

    /** Sleeps; the next that happens to it is the first warning of its end, in weeks. */
    public static Session paused(String id, Instant now) {
        var cause =
                new Cause(
                        Cause.Kind.IDLE,
                        "sandkeeper",
                        "not used since " + now.minus(USUAL),
                        none(),
                        none());
        var paused = new State.Paused(now, sandbox(id, now), cause, now);
        return session(id, paused, Desired.PAUSED, USUAL, now.minus(USUAL), now);
    }

    private static <T> Optional<T> none() {
        return Optional.empty();
    }

    private static Sandbox sandbox(String id, Instant bornAt) {
        return new Sandbox(new SandboxId("box-" + id), 1, "base", none(), bornAt, 0);
    }

    private static Session session(
            String id,
            State state,
            Desired desired,
            Duration autoPause,
            Instant lastActivity,
            Instant updatedAt) {
        return new Session(
                new SessionId(id),
                new Owner("bench", "bench", none()),
                new Profile(
                        "base",
                        none(),
                        0,
                        autoPause,
                        Wake.ON_ACTIVITY,
                        none(),
                        new SpecId(id + "/none")),
                desired,
                state,
                1,
                List.of(),
                none(),
                new Use(lastActivity, Instant.EPOCH),
                new Ledger(6, none(), List.of(), List.of(), Map.of()),
                new Tally(Duration.ZERO, 0),
                Care.NONE,
                lastActivity,
                updatedAt,
                0);
    }

    /** When the rules say that it wants to be looked at next. */
    public static Optional<Instant> dueAt(Session session) {
        return RULES.dueAt(session);
    }

    /** Writes so many, as a worker would have written them, and makes the indexes. */
    public static void moveIn(Place place, int count, IntFunction<Session> resident) {
        try (var mongo =
                Mongo.connect(MongoSettings.at(place.storeUri()).withDatabase(place.database()))) {
            var store = new MongoSessionStore(mongo, RETENTION);
            store.prepare();
            var writes = new ArrayList<SessionWrite>(AT_ONCE);
            for (int i = 0; i < count; i++) {
                var session = resident.apply(i);
                writes.add(
                        new SessionWrite(session, session, List.of(), List.of(), dueAt(session)));
                if (writes.size() == AT_ONCE || i == count - 1) {
                    if (!store.write(writes).equals(Written.ALL)) {
                        throw new IllegalStateException("not all residents were stored");
                    }
                    writes.clear();
                }
            }
        }
    }

    /** As if they had been forgotten long after their end. */
    public static void moveOut(Place place, Stream<String> sessions) {
        try (var mongo =
                Mongo.connect(MongoSettings.at(place.storeUri()).withDatabase(place.database()))) {
            var _ = mongo.collection("sessions").deleteMany(Filters.in("_id", sessions.toList()));
        }
    }
}
