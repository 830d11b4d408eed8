package io.sandkeeper.bench.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.events.Actor;
import io.sandkeeper.events.Cause;
import io.sandkeeper.events.Lifecycle;
import io.sandkeeper.events.SessionId;
import io.sandkeeper.events.SessionState;
import io.sandkeeper.events.Standing;
import io.sandkeeper.events.Waiting;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ToldTest {
    private final Told told = new Told();

    private void take(String session, long sequence) {
        var standing =
                new Standing(
                        new SessionId(session),
                        1,
                        sequence,
                        SessionState.QUEUED,
                        null,
                        null,
                        new Cause(Cause.Kind.REQUEST, new Actor("u"), "asked", null));
        var waiting = new Waiting(1, null, Waiting.Reason.TURN, null, null);
        told.take(new Lifecycle.Queued(standing, waiting), "s", 0);
    }

    @Test
    void a_gap_is_disorder() {
        take("s1", 1);
        take("s2", 1);
        take("s1", 3);
        take("s3", 2);

        assertThat(told.disorder()).isEqualTo(2);
    }

    @Test
    void the_same_again_is_no_disorder() {
        take("s1", 1);
        take("s1", 2);
        take("s1", 1);
        take("s1", 2);
        take("s1", 3);

        assertThat(told.disorder()).isZero();
        assertThat(told.repeated()).isEqualTo(2);
    }
}
