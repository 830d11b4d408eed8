package io.sandkeeper.bench.activity;

/**
 * All records, read once.
 *
 * @param startMillis when the first answer with records had come
 * @param endMillis when the last record was read; for ours, when its place was committed
 * @param writes so many documents were written meanwhile
 * @param commands in so many commands
 * @param processorMillis what the process needed for it
 */
record Pass(
        long startMillis,
        long endMillis,
        int records,
        long writes,
        long commands,
        long processorMillis) {
    double seconds() {
        return Math.max(1, endMillis - startMillis) / 1000.0;
    }

    double perSecond() {
        return records / seconds();
    }
}
