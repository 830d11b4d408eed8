package io.sandkeeper.worker.store;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.stream.Collectors.toSet;

import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.State;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the tests of a session store share. */
abstract class StoreTests {
    static final Instant NOW = Sessions.NOW;
    static final Set<Integer> ALL = IntStream.range(0, Bucket.COUNT).boxed().collect(toSet());

    static final long SEED = 4;

    protected abstract SessionStore store();

    static Stream<Class<? extends State>> states() {
        return Stream.of(State.class.getPermittedSubclasses())
                .map(type -> type.asSubclass(State.class));
    }

    Session read(SessionId id) {
        return store().load(List.of(id)).sessions().getFirst();
    }

    protected Session stored(SessionWrite write) {
        assertThat(store().write(List.of(write))).isEqualTo(Written.ALL);
        return read(write.id());
    }

    protected Session stored(String id) {
        return stored(Sessions.touch(Sessions.fresh(id)));
    }

    Set<SessionId> lost(SessionWrite... writes) {
        var written = store().write(List.of(writes));
        assertThat(written.refused()).isEmpty();
        return written.lost();
    }

    static SessionWrite touch(Session session) {
        return Sessions.touch(session);
    }

    static SessionWrite pause(Session running) {
        var sandbox = running.state().current().orElseThrow();
        var pausing = new State.Pausing(NOW, sandbox, Sessions.because("idle"));
        return Sessions.write(running, Sessions.to(running, pausing));
    }
}
