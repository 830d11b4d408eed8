package io.sandkeeper.worker.monitor;

import io.sandkeeper.worker.provider.Probes;
import io.sandkeeper.worker.provider.Probes.Heard;
import io.sandkeeper.worker.provider.Probes.Word;
import io.sandkeeper.worker.provider.Provider;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * One look at a sandbox. A command that succeeds proves all there is to prove in one request; only
 * when it does not, the control plane and the daemon are asked why.
 */
final class Examination {
    private final Probes probes;
    private final Duration limit;
    private final Executor threads;

    Examination(Probes probes, Duration limit, Executor threads) {
        this.probes = probes;
        this.limit = limit;
        this.threads = threads;
    }

    /**
     * @param way the way in, as far as it is known by now: it is asked for once, and anew when the
     *     sandbox is in trouble
     * @param asleep its daemon must not be asked anything
     */
    record Report(Finding finding, Optional<Provider.Made> way, boolean asleep) {}

    /**
     * @param known the way in, if an earlier look found it
     */
    Report look(Subject subject, Optional<Provider.Made> known) {
        if (!subject.awake()) {
            var word = probes.look(subject.sandbox(), limit);
            return new Report(
                    Diagnosis.ofSleeper(word), Optional.empty(), !(word instanceof Word.Runs));
        }
        if (known.isPresent()) {
            return through(subject, known.get());
        }
        return switch (probes.look(subject.sandbox(), limit)) {
            case Word.Runs(var way) -> through(subject, way);
            case Word.Absent absent -> without(absent);
            case Word.Sleeps sleeps -> without(sleeps);
            case Word.Silent silent -> without(silent);
        };
    }

    /** There is no way in: only the control plane has something to say. */
    private static Report without(Word word) {
        var nothing = new Heard.Silent("there is no way in");
        return report(Diagnosis.of(nothing, word, nothing), word, Optional.empty());
    }

    private Report through(Subject subject, Provider.Made way) {
        var command = probes.command(way, limit);
        if (command instanceof Heard.Fine) {
            return new Report(well(subject), Optional.of(way), false);
        }
        var health = CompletableFuture.supplyAsync(() -> probes.health(way, limit), threads);
        var word = probes.look(subject.sandbox(), limit);
        return report(Diagnosis.of(command, word, health.join()), word, Optional.of(way));
    }

    /**
     * @param known stays known while the control plane says nothing
     */
    private static Report report(Finding finding, Word word, Optional<Provider.Made> known) {
        return switch (word) {
            case Word.Runs(var anew) -> new Report(finding, Optional.of(anew), false);
            case Word.Sleeps _ -> new Report(finding, Optional.empty(), true);
            case Word.Absent _ -> new Report(finding, Optional.empty(), false);
            case Word.Silent _ -> new Report(finding, known, false);
        };
    }

    private Finding well(Subject subject) {
        return subject.port()
                .map(port -> Diagnosis.withPreview(probes.port(subject.sandbox(), port, limit)))
                .orElseGet(() -> Finding.healthy("a command succeeded"));
    }
}
