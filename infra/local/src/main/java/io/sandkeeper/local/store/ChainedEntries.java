package io.sandkeeper.local.store;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** The entries of one range after the other. */
final class ChainedEntries implements Iterator<byte[]> {
    private final OrderedIndex index;
    private final Iterator<KeyRange> ranges;
    private final boolean forward;
    private Iterator<byte[]> current = Collections.emptyIterator();

    ChainedEntries(OrderedIndex index, List<KeyRange> ascending, boolean forward) {
        this.index = index;
        this.ranges = (forward ? ascending : ascending.reversed()).iterator();
        this.forward = forward;
    }

    @Override
    public boolean hasNext() {
        while (!current.hasNext() && ranges.hasNext()) {
            current = index.entries(ranges.next(), forward);
        }
        return current.hasNext();
    }

    @Override
    public byte[] next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return current.next();
    }
}
