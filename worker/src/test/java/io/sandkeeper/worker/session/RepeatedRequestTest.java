package io.sandkeeper.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Optional;

/** A request that comes again as a new event, with the request id that it had. */
class RepeatedRequestTest {
    private final Lifecycle lifecycle = new Lifecycle(Policy.DEFAULT);

    @Test
    void changes_nothing_in_any_state() {
        for (var state : Samples.states()) {
            var session = Samples.in(state);
            var seen = session.ledger().requests().getFirst();
            var again =
                    new Origin(
                            new EventId("e-new"),
                            "requested",
                            "u-1",
                            Samples.NOW,
                            Optional.of(seen),
                            Optional.empty(),
                            Optional.of(new Origin.Position("requests", 7)));

            for (var intent :
                    new Signal[] {
                        new Signal.Requested(again, Samples.OWNER, Samples.PROFILE),
                        new Signal.ResumeRequested(again),
                        new Signal.PauseRequested(again),
                        new Signal.KillRequested(again)
                    }) {
                assertThat(lifecycle.decide(session, intent, Samples.NOW))
                        .as("%s in %s", intent, state)
                        .isEqualTo(new Decision.Ignore(Idle.DUPLICATE));
            }
        }
    }
}
