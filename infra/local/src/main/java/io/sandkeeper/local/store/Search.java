package io.sandkeeper.local.store;

import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.QueryMatcher;
import de.bwaldvogel.mongo.bson.Document;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.Spliterators;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * One query carried out by one plan. A plan may find too much, never too little: every candidate is
 * matched against what the plan has not settled. It stops at the limit when the plan gives the
 * order that was asked for.
 */
final class Search {
    private final DocumentHeap heap;
    private final QueryMatcher matcher = new DefaultQueryMatcher();
    private final Plan plan;
    private final Document residue;
    private final Examined examined = new Examined();

    Search(DocumentHeap heap, Plan plan) {
        this.heap = heap;
        this.plan = plan;
        this.residue = plan.residue();
    }

    Plan plan() {
        return plan;
    }

    Examined examined() {
        return examined;
    }

    /** The matching documents; a limit of 0 is none. */
    List<byte[]> run(SortOrder order, int skip, int limit) {
        List<byte[]> matches =
                plan.sorted()
                        ? inOrder(limit == 0 ? Long.MAX_VALUE : (long) skip + limit)
                        : sorted(order);
        int from = Math.min(Math.max(skip, 0), matches.size());
        int to = limit == 0 ? matches.size() : Math.min(matches.size(), from + limit);
        return matches.subList(from, to);
    }

    private List<byte[]> inOrder(long enough) {
        List<byte[]> matches = new ArrayList<>();
        PrimitiveIterator.OfInt slots = slots();
        while (matches.size() < enough && slots.hasNext()) {
            byte[] bytes = heap.get(slots.nextInt());
            examined.document();
            if (residue.isEmpty() || matcher.matches(DocumentHeap.decode(bytes), residue)) {
                matches.add(bytes);
            }
        }
        return matches;
    }

    private List<byte[]> sorted(SortOrder order) {
        List<Sortable> matches = new ArrayList<>();
        PrimitiveIterator.OfInt slots = slots();
        while (slots.hasNext()) {
            byte[] bytes = heap.get(slots.nextInt());
            examined.document();
            Document document = DocumentHeap.decode(bytes);
            if (matcher.matches(document, residue)) {
                matches.add(new Sortable(order.keyOf(document), bytes));
            }
        }
        matches.sort(Sortable.BY_KEY);
        return matches.stream().map(Sortable::bytes).toList();
    }

    private PrimitiveIterator.OfInt slots() {
        return switch (plan) {
            case Plan.CollectionScan scan -> everySlot(scan.forward());
            case Plan.IndexScan scan -> slotsOf(scan);
        };
    }

    private PrimitiveIterator.OfInt everySlot(boolean forward) {
        int end = heap.end();
        return IntStream.range(0, end)
                .map(slot -> forward ? slot : end - 1 - slot)
                .filter(heap::occupied)
                .iterator();
    }

    /** A document with an array may have several entries in the ranges; it is looked at once. */
    private PrimitiveIterator.OfInt slotsOf(Plan.IndexScan scan) {
        BitSet seen = new BitSet();
        boolean repeats = scan.index().multikey();
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(scan.entries(), 0), false)
                .mapToInt(this::slotOf)
                .filter(slot -> !repeats || firstTime(seen, slot))
                .iterator();
    }

    private int slotOf(byte[] entry) {
        examined.key();
        return OrderedIndex.slotOf(entry);
    }

    private static boolean firstTime(BitSet seen, int slot) {
        boolean first = !seen.get(slot);
        seen.set(slot);
        return first;
    }

    private static final class Sortable {
        static final Comparator<Sortable> BY_KEY =
                (left, right) -> Arrays.compareUnsigned(left.key, right.key);

        private final byte[] key;
        private final byte[] bytes;

        Sortable(byte[] key, byte[] bytes) {
            this.key = key;
            this.bytes = bytes;
        }

        byte[] bytes() {
            return bytes;
        }
    }
}
