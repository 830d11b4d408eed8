package io.sandkeeper.local.store;

import io.sandkeeper.local.store.Conjuncts.Conjunct;
import io.sandkeeper.local.store.Plan.IndexScan;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How far one index serves one query: which fields are pinned to values, whether a range follows,
 * which order results.
 */
final class IndexReach {
    /**
     * Beyond so many combinations of values it is better to look at more entries of fewer ranges.
     */
    private static final int MOST_RANGES = 4_096;

    private final OrderedIndex index;
    private final Conjuncts conjuncts;
    private final List<IndexField> fields;
    private final List<String> constant = new ArrayList<>();
    private List<byte[]> prefixes = List.of(KeyBytes.NOTHING);
    private final Set<Conjunct> settled = new HashSet<>();
    private int pinned;
    private @Nullable KeyRange range;

    private IndexReach(OrderedIndex index, Conjuncts conjuncts) {
        this.index = index;
        this.conjuncts = conjuncts;
        this.fields = index.definition().fields();
    }

    static IndexReach of(OrderedIndex index, Conjuncts conjuncts) {
        IndexReach reach = new IndexReach(index, conjuncts);
        reach.extend();
        return reach;
    }

    int pinned() {
        return pinned;
    }

    boolean ranged() {
        return range != null;
    }

    /** A sparse or partial index may miss a document that matches; then it must not be asked. */
    boolean holdsAllMatches() {
        IndexDefinition definition = index.definition();
        if (definition.partialFilter() != null
                && !PartialFilter.isImplied(definition.partialFilter(), conjuncts)) {
            return false;
        }
        return !definition.sparse()
                || fields.stream().anyMatch(field -> conjuncts.on(field.path()).presence());
    }

    IndexScan scan(SortOrder order) {
        List<IndexField> wanted =
                order.fields().stream().filter(field -> !constant.contains(field.path())).toList();
        List<IndexField> varying =
                fields.stream().filter(field -> !constant.contains(field.path())).toList();
        List<IndexField> afterPinned = fields.subList(pinned, fields.size());
        if (index.multikey() && !order.isNone()) {
            // An array sorts by its smallest element, which need not be the one that was found.
            return scan(true, false, false);
        }
        if (follows(wanted, varying, true) || follows(wanted, varying, false)) {
            return scan(follows(wanted, varying, true), false, true);
        }
        if (follows(wanted, afterPinned, true) || follows(wanted, afterPinned, false)) {
            return scan(follows(wanted, afterPinned, true), true, true);
        }
        return scan(true, false, false);
    }

    private IndexScan scan(boolean forward, boolean merged, boolean sorted) {
        return new IndexScan(index, ranges(), conjuncts.without(settled), forward, merged, sorted);
    }

    private void extend() {
        boolean throughArray = false;
        for (IndexField field : fields) {
            if (throughArray && index.multikey(field)) {
                // One element may fulfil the first condition and another this one: no key need have
                // both.
                return;
            }
            boolean multikey = index.multikey(field);
            throughArray |= multikey;
            FieldDemand demand = conjuncts.on(field.path());
            Optional<List<@Nullable Object>> values = demand.values();
            if (values.isEmpty() || (long) values.get().size() * prefixes.size() > MOST_RANGES) {
                range =
                        demand.range(multikey)
                                .map(
                                        ascending ->
                                                field.ascending()
                                                        ? ascending
                                                        : ascending.descending())
                                .orElse(null);
                settled.addAll(multikey ? Set.of() : demand.settledByRanges());
                return;
            }
            pin(field, values.get());
            settled.addAll(multikey ? Set.of() : demand.settledByValues());
        }
    }

    private void pin(IndexField field, List<@Nullable Object> values) {
        TreeSet<byte[]> points = new TreeSet<>(Arrays::compareUnsigned);
        for (Object value : values) {
            points.add(new KeyBytes().put(value, field.ascending()).toBytes());
            if (value == null && index.multikey(field)) {
                points.add(
                        new KeyBytes()
                                .put(KeyBytes.NoElement.NO_ELEMENT, field.ascending())
                                .toBytes());
            }
        }
        List<byte[]> longer = new ArrayList<>(prefixes.size() * points.size());
        for (byte[] prefix : prefixes) {
            points.forEach(point -> longer.add(KeyBytes.joined(prefix, point)));
        }
        prefixes = longer;
        pinned++;
        if (points.size() == 1) {
            constant.add(field.path());
        }
    }

    /** In ascending order, none overlapping another. */
    private List<KeyRange> ranges() {
        if (range == null) {
            return prefixes.stream()
                    .map(
                            prefix ->
                                    prefix.length == 0
                                            ? KeyRange.EVERYTHING
                                            : KeyRange.startingWith(prefix))
                    .toList();
        }
        KeyRange last = range;
        return last.isEmpty() ? List.of() : prefixes.stream().map(last::under).toList();
    }

    private static boolean follows(
            List<IndexField> wanted, List<IndexField> offered, boolean sameWay) {
        if (wanted.size() > offered.size()) {
            return false;
        }
        for (int i = 0; i < wanted.size(); i++) {
            IndexField want = wanted.get(i);
            IndexField offer = offered.get(i);
            if (!want.path().equals(offer.path())
                    || (want.ascending() == offer.ascending()) != sameWay) {
                return false;
            }
        }
        return true;
    }
}
