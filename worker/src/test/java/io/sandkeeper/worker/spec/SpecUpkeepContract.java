package io.sandkeeper.worker.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.provider.SteppedClock;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.SpecId;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is promised when old specs are removed. */
public abstract class SpecUpkeepContract {
    private static final SpecId ONE = new SpecId("s-1/e-1");
    private static final SpecId TWO = new SpecId("s-1/e/2");
    private static final SpecId OTHER = new SpecId("s-10/e-1");
    private static final SpecId DOTTED = new SpecId("s-1.x/e-1");

    private final SteppedClock clock = new SteppedClock();
    private final Instant start = clock.instant();
    private Pair pair = new Pair(new InMemorySpecStore(), new InMemorySpecStore());

    /** The two sides of one store. */
    public record Pair(SpecStore store, SpecUpkeep upkeep) {}

    /** Of nothing. */
    protected abstract Pair empty(InstantSource clock);

    @BeforeEach
    void open() {
        pair = empty(clock);
    }

    private void save(SpecId... ids) {
        for (var id : ids) {
            pair.store().save(Map.of(id, Spec.EMPTY));
        }
    }

    private boolean isThere(SpecId id) {
        return pair.store().load(id).isPresent();
    }

    private void anHourLater() {
        clock.step(Duration.ofHours(1));
    }

    @Test
    void finds_those_that_are_old_page_by_page() {
        save(ONE, OTHER, TWO);
        anHourLater();
        save(DOTTED);
        var old = clock.instant();

        var first = pair.upkeep().savedBefore(old, Optional.empty(), 2);
        var next = pair.upkeep().savedBefore(old, Optional.of(first.getLast()), 2);

        assertThat(first).containsExactly(ONE, TWO);
        assertThat(next).containsExactly(OTHER);
        assertThat(pair.upkeep().savedBefore(start, Optional.empty(), 2)).isEmpty();
    }

    @Test
    void removes_what_is_old_and_not_what_was_saved_again() {
        save(ONE, TWO, OTHER);
        anHourLater();
        var old = clock.instant();
        save(TWO);

        pair.upkeep().forget(List.of(ONE, TWO), old);

        assertThat(isThere(ONE)).isFalse();
        assertThat(isThere(TWO)).isTrue();
        assertThat(isThere(OTHER)).isTrue();
    }

    @Test
    void removes_all_of_a_session_and_no_others() {
        save(ONE, OTHER, DOTTED);
        anHourLater();
        var old = clock.instant();
        save(TWO);

        pair.upkeep().forgetAllOf(List.of(new SessionId("s-1")), old);

        assertThat(isThere(ONE)).isFalse();
        assertThat(isThere(TWO)).as("it was saved just now").isTrue();
        assertThat(isThere(OTHER)).isTrue();
        assertThat(isThere(DOTTED)).isTrue();
    }
}
