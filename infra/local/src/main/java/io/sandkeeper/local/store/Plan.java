package io.sandkeeper.local.store;

import de.bwaldvogel.mongo.bson.Document;

import java.util.Iterator;
import java.util.List;

/** How a query's candidates are found. */
sealed interface Plan {
    /**
     * Whether the candidates come in the order that was asked for, so that a limit can stop the
     * search.
     */
    boolean sorted();

    /** What a candidate must still be asked to be a match. */
    Document residue();

    /** Every document, in the order of the slots. */
    record CollectionScan(Document residue, boolean sorted, boolean forward) implements Plan {}

    /**
     * The entries of an index that lie in some ranges.
     *
     * @param merged the ranges are walked side by side, by what follows their pinned fields;
     *     otherwise one after the other
     */
    record IndexScan(
            OrderedIndex index,
            List<KeyRange> ranges,
            Document residue,
            boolean forward,
            boolean merged,
            boolean sorted)
            implements Plan {
        Iterator<byte[]> entries() {
            return merged
                    ? new MergedEntries(index, ranges, forward)
                    : new ChainedEntries(index, ranges, forward);
        }
    }
}
