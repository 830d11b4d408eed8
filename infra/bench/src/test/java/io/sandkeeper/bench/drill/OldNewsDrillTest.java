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
        expected.expect(sessions, SessionState.RUNNING);
        stage.cloud().let(Fault.of("create", "rate-limited"));
        sessions.forEach(stage.upstream()::request);
        stage.awaitAll(sessions, EventType.CREATING);

        // Every try has its news. They fill the producers, because the broker does not answer.
        stage.machinery().broker().freeze();
        stage.cloud().countAnew();
        Patience.untilNone("there is news", () -> missing(stage, 3L * sessions.size()));
        stage.machinery().worker(1).freeze();
        stage.cloud().heal();
        stage.machinery().broker().wake();
        stage.awaitAll(sessions, EventType.READY);

        // It says what it has to say before it ends, so nothing can come after the verdict.
        stage.machinery().worker(1).wake();
        var _ = stage.machinery().worker(1).end();

        stage.verify(expected);
    }

    private static List<String> missing(Stage stage, long tries) throws Exception {
        var made = stage.cloud().calls("create");
        return made < tries ? List.of("only %d tries of %d".formatted(made, tries)) : List.of();
    }
}
