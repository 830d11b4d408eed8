package io.sandkeeper.worker.monitor;

import io.sandkeeper.worker.session.Health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is suspected of one sandbox, look after look, until it is certain. One success ends it.
 *
 * @param since when the first look was begun that found something
 * @param found what the looks found, in order
 */
record Suspicion(Instant since, List<Health> found) {
    /** How long after each look that found something the next one is. */
    private static final List<Duration> WAITS =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));

    /** The control plane's "not found" needs one look more. */
    private static final int TO_BELIEVE_ABSENCE = 2;

    Suspicion {
        found = List.copyOf(found);
    }

    /** What follows from a look. */
    sealed interface Step {
        /** Not certain yet. */
        record LookAgain(Suspicion suspicion, Duration after) implements Step {}

        /**
         * @param since when the look was begun that all of it rests on
         */
        record Certain(Health health, String evidence, Instant since) implements Step {}

        /** It is not for us to say: somebody put it to sleep. */
        record Moot() implements Step {}
    }

    /**
     * @param before what was suspected already
     * @param begunAt when the look was begun
     */
    static Step after(Optional<Suspicion> before, Finding finding, Instant begunAt) {
        return switch (finding) {
            case Finding.Asleep _ -> new Step.Moot();
            case Finding.Seen(var health, var evidence) when health == Health.HEALTHY ->
                    new Step.Certain(health, evidence, begunAt);
            case Finding.Seen(var health, var evidence) ->
                    before.orElseGet(() -> new Suspicion(begunAt, List.of()))
                            .grown(health)
                            .step(evidence);
        };
    }

    private Suspicion grown(Health health) {
        var all = new ArrayList<>(found);
        all.add(health);
        return new Suspicion(since, all);
    }

    private Step step(String evidence) {
        var looks = found.size();
        if (endsWithAbsence()) {
            return new Step.Certain(Health.EXPIRED, evidence, since);
        }
        if (looks <= WAITS.size()) {
            return new Step.LookAgain(this, WAITS.get(looks - 1));
        }
        // The last look says something new, and it is the one thing that needs no more than one.
        if (found.getLast() == Health.EXPIRED && looks == WAITS.size() + 1) {
            return new Step.LookAgain(this, WAITS.getFirst());
        }
        return new Step.Certain(together(), evidence, since);
    }

    private boolean endsWithAbsence() {
        return found.size() >= TO_BELIEVE_ABSENCE
                && found.subList(found.size() - TO_BELIEVE_ABSENCE, found.size()).stream()
                        .allMatch(one -> one == Health.EXPIRED);
    }

    /** Whoever is called broken is replaced: so only who was found broken each time. */
    private Health together() {
        return found.stream().allMatch(one -> one == Health.ERROR)
                ? Health.ERROR
                : Health.UNREACHABLE;
    }
}
