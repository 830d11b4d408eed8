package io.sandkeeper.bench.intake;

import io.sandkeeper.bench.stage.Calls;

/** What an engine's own process saw of its run. */
record Performance(
        long firstMillis,
        Calls.Book calls,
        int peakThreads,
        double residentMiB,
        long processorMillis) {}
