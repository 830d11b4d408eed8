package io.sandkeeper.worker.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sandkeeper.worker.session.SessionId;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CompletableFuture;

class InMemorySessionStoreTest extends SessionStoreContract {
    private InMemorySessionStore store = new InMemorySessionStore(RETENTION);

    @Override
    protected SessionStore empty() {
        store = new InMemorySessionStore(RETENTION);
        return store;
    }

    @Override
    protected List<String> history(SessionId id) {
        return store.kept(id).orElseThrow().history().stream()
                .map(one -> one.state() + " " + one.cause().evidence())
                .toList();
    }

    @Test
    void told_to_fail_does_nothing() {
        var fresh = Sessions.fresh("s-1");
        store.failNext();

        assertThatThrownBy(() -> store.write(List.of(Sessions.touch(fresh))))
                .isInstanceOf(StoreUnavailable.class);
        assertThat(store.all()).isEmpty();
    }

    @Test
    void told_to_lose_an_answer_has_done_the_work() {
        var fresh = Sessions.fresh("s-1");
        store.loseNextAnswer();

        assertThatThrownBy(() -> store.write(List.of(Sessions.touch(fresh))))
                .isInstanceOf(StoreUnavailable.class);
        assertThat(store.all()).hasSize(1);
    }

    @Test
    void stalled_answers_when_it_is_resumed() {
        var fresh = Sessions.fresh("s-1");
        store.stall();
        var answer =
                CompletableFuture.supplyAsync(() -> store.write(List.of(Sessions.touch(fresh))));
        assertThat(store.all()).isEmpty();

        store.resume();

        assertThat(answer.join()).isEqualTo(Written.ALL);
    }

    @Test
    void lets_somebody_come_between_decision_and_write() {
        var fresh = Sessions.fresh("s-1");
        var write = List.of(Sessions.touch(fresh));
        store.beforeNextWrite(() -> store.write(write));

        assertThat(store.write(write).lost()).containsExactly(fresh.id());
    }
}
