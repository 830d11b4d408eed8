package io.sandkeeper.local.store;

import de.bwaldvogel.mongo.backend.AbstractCursor;
import de.bwaldvogel.mongo.bson.Document;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * The rest of an answer: the documents as they were when the query ran, unpacked batch by batch. A
 * batch ends at the number that was asked for or at a size that one message can carry.
 */
final class ResultCursor extends AbstractCursor {
    private static final long BATCH_BYTES = 16L << 20;

    private final Iterator<byte[]> rest;
    private final Function<byte[], Document> unpack;

    ResultCursor(long id, Iterator<byte[]> rest, Function<byte[], Document> unpack) {
        super(id);
        this.rest = rest;
        this.unpack = unpack;
    }

    @Override
    public boolean isEmpty() {
        return !rest.hasNext();
    }

    @Override
    public List<Document> takeDocuments(int most) {
        List<Document> batch = new ArrayList<>();
        long size = 0;
        while (rest.hasNext() && size < BATCH_BYTES && batch.size() < most) {
            byte[] next = rest.next();
            size += next.length;
            batch.add(unpack.apply(next));
        }
        return batch;
    }
}
