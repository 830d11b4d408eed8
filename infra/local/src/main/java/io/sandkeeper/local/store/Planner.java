package io.sandkeeper.local.store;

import de.bwaldvogel.mongo.bson.Document;

import io.sandkeeper.local.store.Plan.CollectionScan;
import io.sandkeeper.local.store.Plan.IndexScan;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.List;

/**
 * Chooses how to answer a query. A unique index that is pinned whole is taken without looking
 * further: it has one entry at most, and every compare-and-set comes this way. Else the index that
 * pins the most fields wins, then one that has a range, then one that spares the sorting; among
 * equals the one with fewer entries to look at.
 */
final class Planner {
    private static final int LOOK_AHEAD = 1_000;
    private static final int ONE_ENTRY = 1_000;

    private Planner() {}

    static Plan plan(List<OrderedIndex> indexes, Document query, SortOrder order) {
        if (order.naturalBackwards()) {
            return new CollectionScan(query, true, false);
        }
        Conjuncts conjuncts = Conjuncts.of(query);
        @Nullable Candidate best = null;
        for (OrderedIndex index : indexes) {
            Candidate candidate = candidate(index, conjuncts, order);
            if (candidate.rank >= ONE_ENTRY) {
                return candidate.scan;
            }
            if (candidate.rank > 0 && (best == null || candidate.beats(best))) {
                best = candidate;
            }
        }
        return best == null ? new CollectionScan(query, order.isNone(), true) : best.scan;
    }

    private static Candidate candidate(OrderedIndex index, Conjuncts conjuncts, SortOrder order) {
        IndexReach reach = IndexReach.of(index, conjuncts);
        if (!reach.holdsAllMatches()) {
            return new Candidate(reach.scan(order), 0);
        }
        IndexScan scan = reach.scan(order);
        int rank =
                10 * reach.pinned()
                        + (reach.ranged() ? 5 : 0)
                        + (scan.sorted() && !order.isNone() ? 3 : 0);
        boolean oneEach = index.isUnique() && reach.pinned() == index.getKeys().size();
        return new Candidate(scan, oneEach ? ONE_ENTRY + rank : rank);
    }

    private record Candidate(IndexScan scan, int rank) {
        boolean beats(Candidate other) {
            return rank == other.rank ? entries() < other.entries() : rank > other.rank;
        }

        private int entries() {
            int count = 0;
            Iterator<byte[]> entries = new ChainedEntries(scan.index(), scan.ranges(), true);
            while (count < LOOK_AHEAD && entries.hasNext()) {
                entries.next();
                count++;
            }
            return count;
        }
    }
}
