package io.sandkeeper.worker.monitor;

import io.sandkeeper.worker.provider.Probes;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.session.SandboxId;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Sandboxes that are as a test says, and what was asked of them. */
final class FakeProbes implements Probes {
    /** How it is with a sandbox. */
    enum Fate {
        WELL,
        /** The provider does not have it. */
        GONE,
        ASLEEP,
        /** It runs, and its shell does not. */
        BROKEN,
        /** Nothing answers, the control plane neither. */
        SILENT
    }

    private final InstantSource clock;
    private final Map<SandboxId, Fate> fates = new HashMap<>();
    private final Map<SandboxId, List<Instant>> looks = new HashMap<>();
    private final Map<SandboxId, Integer> daemonAsked = new HashMap<>();
    private Optional<Fate> everybody = Optional.empty();
    private boolean previewAnswers = true;
    private int requests;

    FakeProbes(InstantSource clock) {
        this.clock = clock;
    }

    void is(String sandbox, Fate fate) {
        fates.put(new SandboxId(sandbox), fate);
    }

    /** All of them, until they are themselves again. */
    void all(Fate fate) {
        everybody = Optional.of(fate);
    }

    void allAsTheyAre() {
        everybody = Optional.empty();
    }

    void previewAnswers(boolean whether) {
        previewAnswers = whether;
    }

    int requests() {
        return requests;
    }

    /** When commands were run in it. */
    List<Instant> looks(String sandbox) {
        return List.copyOf(looks.getOrDefault(new SandboxId(sandbox), List.of()));
    }

    int daemonAsked(String sandbox) {
        return daemonAsked.getOrDefault(new SandboxId(sandbox), 0);
    }

    private Fate fate(SandboxId sandbox) {
        return everybody.orElseGet(() -> fates.getOrDefault(sandbox, Fate.WELL));
    }

    @Override
    public Word look(SandboxId sandbox, Duration limit) {
        requests++;
        return switch (fate(sandbox)) {
            case WELL, BROKEN ->
                    new Word.Runs(new Provider.Made(sandbox, "base", Optional.of("token"), false));
            case ASLEEP -> new Word.Sleeps();
            case GONE -> new Word.Absent("404");
            case SILENT -> new Word.Silent("no answer");
        };
    }

    @Override
    public Heard command(Provider.Made sandbox, Duration limit) {
        looks.computeIfAbsent(sandbox.sandbox(), _ -> new ArrayList<>()).add(clock.instant());
        return inside(sandbox.sandbox());
    }

    @Override
    public Heard health(Provider.Made sandbox, Duration limit) {
        return inside(sandbox.sandbox());
    }

    private Heard inside(SandboxId sandbox) {
        requests++;
        daemonAsked.merge(sandbox, 1, Integer::sum);
        return switch (fate(sandbox)) {
            case WELL -> new Heard.Fine();
            case GONE, ASLEEP -> new Heard.Absent("502");
            case BROKEN -> new Heard.Unwell("stopped: internal");
            case SILENT -> new Heard.Silent("no answer");
        };
    }

    @Override
    public Heard port(SandboxId sandbox, int port, Duration limit) {
        requests++;
        return previewAnswers ? new Heard.Fine() : new Heard.Silent("502");
    }

    /** Between one look at it and the next. */
    List<Duration> gaps(String sandbox) {
        var looks = looks(sandbox);
        return IntStream.range(1, looks.size())
                .mapToObj(i -> Duration.between(looks.get(i - 1), looks.get(i)))
                .toList();
    }
}
