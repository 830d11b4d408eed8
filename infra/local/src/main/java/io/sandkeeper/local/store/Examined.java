package io.sandkeeper.local.store;

import java.util.concurrent.atomic.LongAdder;

/**
 * How many index entries and documents have been looked at: what tells a served query from a scan.
 */
final class Examined {
    private final LongAdder keys = new LongAdder();
    private final LongAdder documents = new LongAdder();

    void add(Examined other) {
        keys.add(other.keys());
        documents.add(other.documents());
    }

    void key() {
        keys.increment();
    }

    void document() {
        documents.increment();
    }

    long keys() {
        return keys.sum();
    }

    long documents() {
        return documents.sum();
    }
}
