package io.sandkeeper.worker.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.session.State;

import org.junit.jupiter.api.Test;

import java.util.Optional;

/** What counts against a provider account. */
abstract class AccountContract extends StoreTests {
    private void holding(String id, State.Name state, Optional<String> region) {
        var some =
                states().filter(type -> type.getSimpleName().equalsIgnoreCase(state.name()))
                        .findFirst()
                        .orElseThrow();
        var session = Sessions.version(Sessions.any(some, id, SEED), 0);
        var profile = Records.with(session.profile(), "region", region);
        stored(Sessions.touch(Records.with(session, "profile", profile)));
    }

    @Test
    void is_held_by_who_has_an_awake_sandbox_or_may_have_one() {
        for (var state : State.Name.values()) {
            holding("eu-" + state, state, Optional.of("eu"));
            holding("-" + state, state, Optional.empty());
        }

        // CREATING, RUNNING, PAUSING, RESUMING, RECREATING, KILLING
        assertThat(store().countHolding(Optional.of("eu"))).isEqualTo(6);
        assertThat(store().countHolding(Optional.empty())).isEqualTo(6);
        assertThat(store().countHolding(Optional.of("us"))).isZero();
    }
}
