package io.sandkeeper.local.store;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The entries of several ranges in the order of what follows their pinned fields: the earliest due
 * of many buckets, without reading more of any bucket than is taken.
 */
final class MergedEntries implements Iterator<byte[]> {
    private final PriorityQueue<Head> heads;

    MergedEntries(OrderedIndex index, List<KeyRange> ranges, boolean forward) {
        Comparator<Head> ascending = Comparator.comparing(head -> head, Head::compareRest);
        this.heads =
                new PriorityQueue<>(ranges.size() + 1, forward ? ascending : ascending.reversed());
        for (KeyRange range : ranges) {
            push(index.entries(range, forward), range.shared());
        }
    }

    @Override
    public boolean hasNext() {
        return !heads.isEmpty();
    }

    @Override
    public byte[] next() {
        Head head = heads.remove();
        push(head.rest, head.shared);
        return head.entry;
    }

    private void push(Iterator<byte[]> rest, int shared) {
        if (rest.hasNext()) {
            heads.add(new Head(rest.next(), shared, rest));
        }
    }

    private static final class Head {
        private final byte[] entry;
        private final int shared;
        private final Iterator<byte[]> rest;

        Head(byte[] entry, int shared, Iterator<byte[]> rest) {
            this.entry = entry;
            this.shared = shared;
            this.rest = rest;
        }

        static int compareRest(Head left, Head right) {
            return Arrays.compareUnsigned(
                    left.entry,
                    left.shared,
                    left.entry.length,
                    right.entry,
                    right.shared,
                    right.entry.length);
        }
    }
}
