package io.sandkeeper.bench.drill;

import io.sandkeeper.events.EventType;
import io.sandkeeper.events.SessionState;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.List;

/** Statuses that were on their way when their worker was frozen. */
@ExtendWith(Drills.class)
@Timeout(300)
class OldNewsDrillTest {
    @Test
    void a_frozen_worker_with_old_news_in_its_pockets_leaves_no_older_status(Stage stage)
            throws Exception {
        var expected = new Expected("old-news");
        var sessions = expected.first(60);
        expected.expect(sessions, SessionState.PAUSED);
        stage.cloud().let(Fault.slow("create", 3_000));
        sessions.forEach(stage.upstream()::request);
        stage.awaitAll(sessions, EventType.CREATING);

        // They become ready, and nobody can be told: the news stays in the workers' producers.
        stage.machinery().broker().freeze();
        Patience.untilNone("all are made", () -> missing(stage, sessions.size()));
        stage.machinery().worker(1).freeze();
        stage.machinery().broker().wake();
        stage.awaitAll(sessions, EventType.READY);
        sessions.forEach(stage.upstream()::pause);
        stage.awaitAll(sessions, EventType.PAUSED);

        // It says what it has to say before it ends, so nothing can come after the verdict.
        stage.machinery().worker(1).wake();
        var _ = stage.machinery().worker(1).end();

        stage.verify(expected);
    }

    private static List<String> missing(Stage stage, int sandboxes) throws Exception {
        var made = stage.cloud().all().stream().filter(one -> one.session().startsWith("old-news"));
        var count = made.count();
        return count < sandboxes ? List.of("only %d of %d".formatted(count, sandboxes)) : List.of();
    }
}
