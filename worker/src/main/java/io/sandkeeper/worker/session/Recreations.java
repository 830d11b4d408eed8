package io.sandkeeper.worker.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How often a session's sandbox was replaced, and what came of it.
 *
 * @param count how many were begun in all
 * @param begun when the newest were begun, oldest first
 * @param passed when somebody's own request was let through although it was too early
 * @param history the newest that ended, oldest first
 */
public record Recreations(
        int count, List<Instant> begun, Optional<Instant> passed, List<Replacement> history) {
    static final Recreations NONE = new Recreations(0, List.of(), Optional.empty(), List.of());
    static final Duration WINDOW = Duration.ofHours(1);

    private static final int MOST_TIMES = 20;
    private static final int MOST_HISTORY = 10;

    public Recreations {
        begun = List.copyOf(begun);
        history = List.copyOf(history);
    }

    public Optional<Instant> last() {
        return begun.isEmpty() ? Optional.empty() : Optional.of(begun.getLast());
    }

    int within(Instant now) {
        var from = now.minus(WINDOW);
        return (int) begun.stream().filter(at -> at.isAfter(from)).count();
    }

    /** The cool-down grows with each that was begun within the hour. */
    Instant next(Policy policy, Instant now) {
        var times = within(now);
        return times == 0
                ? now
                : later(
                        now,
                        begun.getLast()
                                .plus(
                                        policy.care()
                                                .coolDown()
                                                .multipliedBy(1L << Math.min(times - 1, 10))));
    }

    /** Somebody's own request passes the cool-down once, until one has passed by itself. */
    boolean mayPass(Instant now) {
        return passed.filter(at -> at.plus(WINDOW).isAfter(now)).isEmpty();
    }

    Recreations passing(Instant now) {
        return new Recreations(count, begun, Optional.of(now), history);
    }

    Recreations begin(Instant now) {
        return new Recreations(count + 1, newest(begun, now, MOST_TIMES), passed, history);
    }

    Recreations ended(Replacement one) {
        return new Recreations(count, begun, passed, newest(history, one, MOST_HISTORY));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static <T> List<T> newest(List<T> list, T item, int most) {
        var longer = new ArrayList<>(list);
        longer.add(item);
        return longer.size() > most ? longer.subList(longer.size() - most, longer.size()) : longer;
    }
}
