package io.sandkeeper.worker.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sandkeeper.local.store.EmbeddedStore;
import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.mongo.Wire;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.Sessions;
import io.sandkeeper.worker.store.StoreUnavailable;
import io.sandkeeper.worker.store.Written;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

class MongoSessionStoreTest extends MongoSessionStoreContract {
    private static final EmbeddedStore SERVER = EmbeddedStore.start(0);

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Override
    protected String uri() {
        return SERVER.uri();
    }

    @Nested
    class On_a_bad_wire {
        private static final String WRITE = "marks";

        private Written writeAround(Trouble trouble, List<Session> sessions) {
            try (var wire = Wire.to(uri());
                    var far = Mongo.connect(settings(wire.uri()))) {
                var writes = sessions.stream().map(Sessions::touch).toList();
                trouble.on(wire);
                return new MongoSessionStore(far, RETENTION).write(writes);
            }
        }

        private Session known(String id) {
            return stored(Sessions.touch(Sessions.fresh(id)));
        }

        private Session stale(String id) {
            var read = known(id);
            stored(Sessions.touch(read));
            return read;
        }

        private long version(String id) {
            return documents().of(new SessionId(id)).getLong("version");
        }

        @Test
        void winners_and_losers_of_a_lost_answer_are_told_apart() {
            var batch = List.of(known("won"), stale("lost"), known("won too"));

            var written = writeAround(wire -> wire.loseAnswerTo(WRITE, () -> {}), batch);

            assertThat(written.lost()).containsExactly(new SessionId("lost"));
            assertThat(version("won")).isEqualTo(2);
            assertThat(version("won too")).isEqualTo(2);
        }

        @Test
        void a_new_session_is_not_its_own_rival() {
            var written =
                    writeAround(
                            wire -> wire.loseAnswerTo(WRITE, () -> {}),
                            List.of(Sessions.fresh("new")));

            assertThat(written).isEqualTo(Written.ALL);
            assertThat(version("new")).isEqualTo(1);
        }

        @Test
        void a_winner_is_known_although_others_wrote_after_it() {
            var read = known("won");
            Runnable others =
                    () -> {
                        for (var version = 2; version < 6; version++) {
                            stored(Sessions.touch(Sessions.version(read, version)));
                        }
                    };

            var written = writeAround(wire -> wire.loseAnswerTo(WRITE, others), List.of(read));

            assertThat(written).isEqualTo(Written.ALL);
            assertThat(version("won")).isEqualTo(6);
        }

        @Test
        void a_request_that_did_not_arrive_is_a_failure_and_not_a_loss() {
            var read = known("untouched");

            assertThatThrownBy(() -> writeAround(wire -> wire.loseRequest(WRITE), List.of(read)))
                    .isInstanceOf(StoreUnavailable.class);
            assertThat(version("untouched")).isEqualTo(1);
        }

        @Test
        void what_was_not_done_beside_a_winner_is_to_be_asked_for_again() {
            // Updates and inserts go in two requests; the second is not sent after the first one's
            // answer was lost.
            var batch = List.of(known("won"), Sessions.fresh("new"));

            var written = writeAround(wire -> wire.loseAnswerTo(WRITE, () -> {}), batch);

            assertThat(written.lost()).isEqualTo(Set.of(new SessionId("new")));
            assertThat(version("won")).isEqualTo(2);
        }

        private interface Trouble {
            void on(Wire wire);
        }
    }
}
