package io.sandkeeper.bench.safekeeping;

import io.sandkeeper.bench.Figure;
import io.sandkeeper.bench.Measurement;
import io.sandkeeper.bench.stage.Verdicts;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The heap that a project takes beside what the worker has anyway: found by running it in heaps
 * that are hardly larger, so that what is only not collected yet does not count.
 *
 * @param base MiB
 * @param extra the least that sufficed of what was tried; none when nothing did
 * @param held MiB of it that collections of everything left, at most
 */
record Heap(Runs.Scale scale, double base, Optional<Integer> extra, double held) {
    static final int BOUND = 64;

    private static final List<Integer> LESS = List.of(32, 16);
    private static final List<Integer> MORE = List.of(128, 256);

    /** The least that suffices. */
    static Heap least(Runs runs, Runs.Scale scale) throws IOException {
        var heap = bound(runs, scale);
        return heap.isEnough() ? heap.less(runs) : heap;
    }

    /** Whether the bound suffices, or how much more does. */
    static Heap bound(Runs runs, Runs.Scale scale) throws IOException {
        var base = runs.heapBefore(scale);
        var heap = new Heap(scale, base, Optional.empty(), 0).tried(runs, BOUND);
        return heap.isEnough() ? heap : heap.more(runs);
    }

    private boolean isEnough() {
        return extra.filter(size -> size <= BOUND).isPresent();
    }

    private Heap less(Runs runs) throws IOException {
        var best = this;
        for (var size : LESS) {
            var next = tried(runs, size);
            if (next.extra().isEmpty()) {
                return best;
            }
            best = next;
        }
        return best;
    }

    private Heap more(Runs runs) throws IOException {
        for (var size : MORE) {
            var next = tried(runs, size);
            if (next.extra().isPresent()) {
                return next;
            }
        }
        return this;
    }

    private Heap tried(Runs runs, int size) throws IOException {
        try {
            var told = runs.inHeap((int) Math.ceil(base) + size, scale);
            return new Heap(scale, base, Optional.of(size), told.median(Told.Name.PEAK_MIB) - base);
        } catch (IOException ended) {
            if (String.valueOf(ended.getMessage()).contains("OutOfMemoryError")) {
                return new Heap(scale, base, Optional.empty(), 0);
            }
            throw ended;
        }
    }

    Measurement measurement() {
        var what = "heap that sufficed, beside what there was before, " + scale;
        return extra.map(
                        size ->
                                Verdicts.atMost(
                                        what,
                                        Figure.mebibytes(size),
                                        BOUND,
                                        "-Xmx%dm, of which %.0f MiB are for other things; held %.0f MiB"
                                                .formatted(
                                                        (int) Math.ceil(base) + size, base, held)))
                .orElseGet(
                        () ->
                                Measurement.skipped(
                                        what,
                                        "MISSED, %s MiB are not enough".formatted(MORE.getLast())));
    }
}
