package io.sandkeeper.bench.drill;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;

/** The broker is away and comes back. */
@ExtendWith(Drills.class)
@Timeout(300)
class BrokerDrillTest {
    @Test
    void a_broker_that_is_restarted_loses_nothing_for_anybody(Stage stage) throws Exception {
        var expected = new Expected("broker-restarted");
        var broker = stage.machinery().broker();
        try (var load = new Load(stage.upstream(), expected)) {
            load.goOnFor(Duration.ofSeconds(3));
            broker.end();
            load.goOnFor(Duration.ofSeconds(2));
            broker.start();
            load.goOnFor(Duration.ofSeconds(3));
        }
        stage.verify(expected);
    }

    @Test
    void a_broker_that_is_killed_loses_nothing_for_anybody(Stage stage) throws Exception {
        var expected = new Expected("broker-killed");
        var broker = stage.machinery().broker();
        try (var load = new Load(stage.upstream(), expected)) {
            load.goOnFor(Duration.ofSeconds(3));
            broker.kill();
            load.goOnFor(Duration.ofSeconds(2));
            broker.start();
            load.goOnFor(Duration.ofSeconds(3));
        }
        stage.verify(expected);
    }
}
