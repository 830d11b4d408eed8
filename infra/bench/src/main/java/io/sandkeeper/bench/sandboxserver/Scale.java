package io.sandkeeper.bench.sandboxserver;

import io.sandkeeper.bench.Options;

/**
 * How much is measured.
 *
 * @param repetitions how often each thing is done
 * @param clients how many do it at once where a rate is asked for
 * @param idle how many sandboxes are kept for the memory of one
 * @param mebibytes how large the file is that is written and read
 * @param starts how often the server is started
 */
record Scale(int repetitions, int clients, int idle, int mebibytes, int starts) {
    static Scale of(Options options) {
        boolean quick = options.has("quick");
        return new Scale(
                options.number("repeat", quick ? 10 : 200),
                options.number("clients", 8),
                options.number("idle", quick ? 20 : 500),
                options.number("mebibytes", quick ? 8 : 64),
                quick ? 1 : 5);
    }
}
