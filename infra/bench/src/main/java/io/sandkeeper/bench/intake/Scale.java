package io.sandkeeper.bench.intake;

import io.sandkeeper.bench.Options;

/**
 * How much is measured.
 *
 * @param records for each engine but the plain listener, which would take minutes for them
 */
record Scale(int records, int warmUp, int listenerRecords, int repetitions) {
    static Scale of(Options options) {
        boolean quick = options.has("quick");
        return new Scale(
                options.number("records", quick ? 4_000 : 20_000),
                options.number("warm-up", quick ? 2_000 : 20_000),
                options.number("listener-records", quick ? 240 : 600),
                options.number("repeat", quick ? 1 : 3));
    }

    int records(Engine engine) {
        return engine == Engine.LISTENER ? listenerRecords : records;
    }

    int warmUp(Engine engine) {
        return engine == Engine.LISTENER ? listenerRecords / 10 : warmUp;
    }
}
