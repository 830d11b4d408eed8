package io.sandkeeper.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.events.Envelope;
import io.sandkeeper.events.EventId;
import io.sandkeeper.events.SandboxId;
import io.sandkeeper.events.SandboxUse;
import io.sandkeeper.events.SessionId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.session.Use;
import io.sandkeeper.worker.store.InMemorySessionStore;
import io.sandkeeper.worker.store.SessionStore;
import io.sandkeeper.worker.store.Sessions;
import io.sandkeeper.worker.store.StoreRefused;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class ActivityTest {
    private static final Instant NOW = Sessions.NOW.plusSeconds(100);

    private final InMemorySessionStore sessions = new InMemorySessionStore(Duration.ofDays(30));
    private final List<String> questions = new ArrayList<>();
    private final SessionStore store = listening();
    private io.sandkeeper.worker.session.SessionId bad =
            new io.sandkeeper.worker.session.SessionId("nobody");
    private final Activity activity = new Activity(NOW);

    @BeforeEach
    void keep() {
        keep(Sessions.fresh("awake"));
        var asleep =
                new State.Paused(
                        Sessions.NOW,
                        Sessions.sandbox("box-asleep"),
                        Sessions.because("idle"),
                        Sessions.NOW);
        keep(Sessions.in(asleep, "asleep", 7));
    }

    private void keep(Session session) {
        assertThat(sessions.write(List.of(Sessions.touch(session))).lost()).isEmpty();
    }

    /** The store, and the names of the questions that it was asked. */
    private SessionStore listening() {
        return (SessionStore)
                Proxy.newProxyInstance(
                        SessionStore.class.getClassLoader(),
                        new Class<?>[] {SessionStore.class},
                        (_, method, arguments) -> {
                            questions.add(method.getName());
                            if (method.getName().equals("used")
                                    && ((Map<?, ?>) arguments[0]).containsKey(bad)) {
                                throw new StoreRefused("not this one");
                            }
                            try {
                                return method.invoke(sessions, arguments);
                            } catch (InvocationTargetException e) {
                                throw new AssertionError(e);
                            }
                        });
    }

    private void use(String session, String event, Instant at) {
        add(new SandboxUse.Activity(new SessionId(session), null, null), event, at);
    }

    private void useBox(String sandbox, String event, Instant at) {
        add(new SandboxUse.Activity(null, new SandboxId(sandbox), null), event, at);
    }

    private void add(SandboxUse use, String event, Instant at) {
        activity.add(
                new Envelope<>(new EventId(event), URI.create("/test"), at, null, use),
                use,
                NOW.minusSeconds(10));
    }

    private Use use(String session) {
        return sessions.kept(new io.sandkeeper.worker.session.SessionId(session))
                .orElseThrow()
                .session()
                .use();
    }

    @Test
    void a_batch_is_one_question_for_all_sandboxes_one_write_and_one_look() {
        for (int n = 0; n < 50; n++) {
            useBox("box-awake", "e-" + n, Sessions.NOW.plusSeconds(n));
            useBox("unknown-" + n, "u-" + n, Sessions.NOW);
            use("asleep", "a-" + n, Sessions.NOW.plusSeconds(n));
        }

        var outcome = activity.write(store);

        assertThat(questions).containsExactly("bySandbox", "used", "notRunning");
        assertThat(outcome.known()).isEqualTo(100);
        assertThat(outcome.unknown()).isEqualTo(50);
        assertThat(use("awake").lastActivity()).isEqualTo(Sessions.NOW.plusSeconds(49));
        assertThat(outcome.asleep()).hasSize(1);
        assertThat(outcome.asleep().values().iterator().next().event().value()).isEqualTo("a-49");
    }

    @Test
    void a_session_and_its_sandbox_are_the_same_user_and_the_newest_counts() {
        useBox("box-awake", "e-1", Sessions.NOW.plusSeconds(20));
        use("awake", "e-2", Sessions.NOW.plusSeconds(5));

        activity.write(store);

        assertThat(use("awake").lastActivity()).isEqualTo(Sessions.NOW.plusSeconds(20));
    }

    @Test
    void nobody_is_used_later_than_the_broker_heard_of_it_nor_busy_for_longer_than_two_hours() {
        var busy =
                new SandboxUse.Busy(
                        new SessionId("awake"), null, NOW.plus(Duration.ofDays(9)), null);
        add(busy, "e-1", NOW.plus(Duration.ofDays(1)));

        activity.write(store);

        assertThat(use("awake"))
                .isEqualTo(new Use(NOW.minusSeconds(10), NOW.plus(Duration.ofHours(2))));
    }

    @Test
    void a_session_that_the_store_does_not_move_fails_none_of_the_others() {
        bad = new io.sandkeeper.worker.session.SessionId("asleep");
        use("awake", "e-1", Sessions.NOW.plusSeconds(20));
        use("asleep", "e-2", Sessions.NOW.plusSeconds(20));

        var outcome = activity.write(store);

        assertThat(use("awake").lastActivity()).isEqualTo(Sessions.NOW.plusSeconds(20));
        assertThat(outcome.known()).isEqualTo(1);
        assertThat(outcome.asleep()).isEmpty();
    }

    @Test
    void unknown_sandboxes_alone_write_nothing() {
        useBox("nobody-s", "e-1", Sessions.NOW);

        var outcome = activity.write(store);

        assertThat(questions).containsExactly("bySandbox");
        assertThat(Optional.of(outcome.unknown())).contains(1);
    }
}
