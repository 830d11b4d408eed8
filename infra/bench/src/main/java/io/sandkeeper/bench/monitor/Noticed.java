package io.sandkeeper.bench.monitor;

import io.sandkeeper.bench.stage.Performer;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How long it took until the worker was certain that sandboxes are gone, in seconds, in order. */
record Noticed(List<Double> seconds) {
    Noticed {
        seconds = seconds.stream().sorted().toList();
    }

    /** Lets the cloud lose some at once, and waits until all of that is noticed. */
    static Noticed of(Performer cloud, int from, int to, String prefix, Duration patience)
            throws IOException {
        for (int i = from; i < to; i++) {
            cloud.wire().say("box-" + prefix + i);
        }
        long start = System.nanoTime();
        var seconds = new ArrayList<Double>();
        while (seconds.size() < to - from) {
            var _ = cloud.hear();
            seconds.add((System.nanoTime() - start) / 1e9);
            if (System.nanoTime() - start > patience.toNanos()) {
                throw new IOException("not all were noticed within " + patience);
            }
        }
        return new Noticed(seconds);
    }

    double longest() {
        return seconds.getLast();
    }

    double middle() {
        return seconds.get(seconds.size() / 2);
    }
}
