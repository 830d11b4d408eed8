package io.sandkeeper.worker.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.store.Census.Page;
import io.sandkeeper.worker.store.Census.Resting;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What every census promises. */
public abstract class CensusContract {
    private static final State.Name RUNNING = State.Name.RUNNING;

    private SessionStore store = new InMemorySessionStore(SessionStoreContract.RETENTION);
    private Census census =
            new InMemoryCensus(new InMemorySessionStore(SessionStoreContract.RETENTION));

    /** A store and its census. */
    public record Pair(SessionStore store, Census census) {}

    /** Of nothing. */
    protected abstract Pair empty();

    @BeforeEach
    void open() {
        var pair = empty();
        store = pair.store();
        census = pair.census();
    }

    private void save(Session session) {
        assertThat(store.write(List.of(Sessions.touch(session)))).isEqualTo(Written.ALL);
    }

    private static Session running(String id) {
        var profile = Records.with(Sessions.fresh(id).profile(), "region", Optional.empty());
        return Records.with(Sessions.fresh(id), "profile", profile);
    }

    private static Resting resting(String id, Optional<String> region, boolean busy) {
        return new Resting(
                new SessionId(id), region, new SandboxId("box-" + id), Sessions.NOW, busy);
    }

    @Test
    void tells_of_each_session_with_a_sandbox_where_it_is_since_when_and_whether_it_is_busy() {
        var far = running("far");
        save(
                Records.with(
                        far, "profile", Records.with(far.profile(), "region", Optional.of("eu"))));
        save(running("near"));
        var lease = Optional.of(new Operation.Lease("w-1", Sessions.NOW));
        var operation = Records.with(new Invented(3).one(Operation.class), "lease", lease);
        save(Records.with(running("worked on"), "operation", Optional.of(operation)));
        save(
                Records.with(
                        running("to be worked on"),
                        "operation",
                        Optional.of(Records.with(operation, "lease", Optional.empty()))));

        var page = census.resting(RUNNING, Optional.empty(), 10);

        assertThat(page)
                .isEqualTo(
                        new Page(
                                List.of(
                                        resting("far", Optional.of("eu"), false),
                                        resting("near", Optional.empty(), false),
                                        resting("to be worked on", Optional.empty(), false),
                                        resting("worked on", Optional.empty(), true)),
                                Optional.empty()));
    }

    @Test
    void tells_of_one_state_only() {
        save(running("runs"));
        var paused =
                new State.Paused(
                        Sessions.NOW,
                        Sessions.sandbox("box-sleeps"),
                        Sessions.because("idle"),
                        Sessions.NOW);
        save(Sessions.to(running("sleeps"), paused));
        save(Sessions.to(running("waits"), Sessions.queued(Sessions.NOW)));

        assertThat(census.resting(State.Name.PAUSED, Optional.empty(), 10).sessions())
                .containsExactly(resting("sleeps", Optional.empty(), false));
        assertThat(census.resting(State.Name.QUEUED, Optional.empty(), 10).sessions()).isEmpty();
    }

    @Test
    void goes_through_all_of_them_page_by_page() {
        var ids = IntStream.range(0, 23).mapToObj("s-%02d"::formatted).toList();
        ids.reversed().forEach(id -> save(running(id)));

        var seen = new ArrayList<String>();
        var next = Optional.<SessionId>empty();
        do {
            var page = census.resting(RUNNING, next, 5);
            page.sessions().forEach(one -> seen.add(one.session().value()));
            next = page.next();
        } while (next.isPresent());

        assertThat(seen).isEqualTo(ids);
    }

    private static final Set<Integer> EVERY_BUCKET =
            IntStream.range(0, Bucket.COUNT).boxed().collect(Collectors.toSet());

    @Test
    void tells_what_a_check_of_a_running_session_needs() {
        var plain = running("plain");
        save(
                Records.with(
                        plain,
                        "profile",
                        Records.with(plain.profile(), "previewPort", Optional.<Integer>empty())));
        var own = running("with a pace of its own");
        var profile =
                Records.with(
                        Records.with(own.profile(), "previewPort", Optional.of(3000)),
                        "healthEvery",
                        Optional.of(Duration.ofSeconds(7)));
        save(Records.with(own, "profile", profile));
        save(Sessions.to(running("waits"), Sessions.queued(Sessions.NOW)));

        var page = census.running(EVERY_BUCKET, Optional.empty(), 10);

        assertThat(page.next()).isEmpty();
        assertThat(page.sessions())
                .containsExactly(
                        new Census.Running(
                                plain.id(),
                                Optional.empty(),
                                new SandboxId("box-plain"),
                                plain.generation(),
                                Optional.empty(),
                                Optional.empty(),
                                plain.use().lastActivity()),
                        new Census.Running(
                                own.id(),
                                Optional.empty(),
                                new SandboxId("box-with a pace of its own"),
                                own.generation(),
                                Optional.of(3000),
                                Optional.of(Duration.ofSeconds(7)),
                                own.use().lastActivity()));
    }

    @Test
    void tells_of_the_running_sessions_of_some_buckets_page_by_page() {
        var ids = IntStream.range(0, 60).mapToObj("s-%02d"::formatted).toList();
        ids.forEach(id -> save(running(id)));
        var buckets =
                EVERY_BUCKET.stream().filter(bucket -> bucket % 3 == 0).collect(Collectors.toSet());

        var seen = new ArrayList<String>();
        var next = Optional.<SessionId>empty();
        do {
            var page = census.running(buckets, next, 4);
            page.sessions().forEach(one -> seen.add(one.session().value()));
            next = page.next();
        } while (next.isPresent());

        assertThat(seen)
                .isNotEmpty()
                .isEqualTo(
                        ids.stream().filter(id -> Bucket.of(new SessionId(id)) % 3 == 0).toList());
    }
}
