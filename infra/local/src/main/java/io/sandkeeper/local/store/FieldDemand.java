package io.sandkeeper.local.store;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Decimal128;

import io.sandkeeper.local.store.Conjuncts.Conjunct;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a query demands of one field, in the terms of an index: values, ranges, and whether it must
 * be there at all.
 */
final class FieldDemand {
    private @Nullable List<@Nullable Object> values;
    private final Set<Conjunct> valuesFrom = new HashSet<>();
    private final List<KeyRange> ranges = new ArrayList<>();
    private final Set<Conjunct> rangesFrom = new HashSet<>();
    private boolean presence;

    private FieldDemand() {}

    static FieldDemand of(List<Conjunct> conjuncts) {
        FieldDemand demand = new FieldDemand();
        conjuncts.forEach(demand::take);
        return demand;
    }

    /** The field equals one of these, if the query pins it down to values. */
    Optional<List<@Nullable Object>> values() {
        return Optional.ofNullable(values);
    }

    /** Whether a document without the field, or with null in it, is certainly no match. */
    boolean presence() {
        return presence;
    }

    List<KeyRange> ranges() {
        return ranges;
    }

    /**
     * The one range of keys to look at. Of an array one element may fulfil the lower limit and
     * another the upper one: there only one of the limits narrows the search.
     */
    Optional<KeyRange> range(boolean multikey) {
        return multikey
                ? ranges.stream().findFirst()
                : ranges.stream().reduce(KeyRange::intersection);
    }

    /**
     * The conditions that hold of every key with one of the values, and need not be asked again.
     */
    Set<Conjunct> settledByValues() {
        return valuesFrom;
    }

    /** The conditions that hold of every key within all ranges. */
    Set<Conjunct> settledByRanges() {
        return rangesFrom;
    }

    private void take(Conjunct conjunct) {
        @Nullable Object operand = conjunct.operand();
        switch (conjunct.operator()) {
            case "$eq" -> takeValue(conjunct, operand);
            case "$in" -> takeValues(conjunct, operand);
            case "$lt", "$lte", "$gt", "$gte" -> takeLimit(conjunct, operand);
            case "$exists" -> presence |= Utils.isTrue(operand);
            case "$regex", "$elemMatch" -> presence = true;
            default -> {
                // The matcher knows it; it does not narrow the search.
            }
        }
    }

    private void takeValue(Conjunct from, @Nullable Object value) {
        presence |= value != null;
        if (isPoint(value)) {
            List<@Nullable Object> single = new ArrayList<>();
            single.add(value);
            narrowTo(from, single);
        }
    }

    private void takeValues(Conjunct from, @Nullable Object operand) {
        if (operand instanceof Collection<?> alternatives) {
            presence |= alternatives.stream().allMatch(value -> value != null);
            if (alternatives.stream().allMatch(FieldDemand::isPoint)) {
                narrowTo(from, new ArrayList<>(alternatives));
            }
        }
    }

    private void narrowTo(Conjunct from, List<@Nullable Object> candidates) {
        if (values == null || candidates.size() < values.size()) {
            values = candidates;
            valuesFrom.clear();
            if (candidates.stream().allMatch(FieldDemand::isExact)) {
                valuesFrom.add(from);
            }
        }
    }

    private void takeLimit(Conjunct from, @Nullable Object limit) {
        KeyType type = KeyType.of(limit);
        presence |= type != KeyType.NULL && type != KeyType.MIN_KEY && type != KeyType.MAX_KEY;
        if (!type.ordered()
                || (limit instanceof Number number && Double.isNaN(number.doubleValue()))) {
            return;
        }
        // NaN sorts before all numbers and is less than none.
        byte[] first =
                type == KeyType.NUMBER
                        ? KeyBytes.of(Double.NEGATIVE_INFINITY)
                        : new byte[] {type.tag()};
        byte[] last = KeyBytes.after(new byte[] {type.tag()});
        byte[] exact = KeyBytes.of(limit);
        if (isExact(limit)) {
            rangesFrom.add(from);
        }
        ranges.add(
                switch (from.operator()) {
                    case "$lt" -> KeyRange.between(first, exact);
                    case "$lte" -> KeyRange.between(first, KeyBytes.after(exact));
                    case "$gt" -> KeyRange.between(KeyBytes.after(exact), last);
                    default -> KeyRange.between(exact, last);
                });
    }

    /**
     * Whether an equal key means an equal value. Null is also what is missing, and a decimal may be
     * rounded.
     */
    private static boolean isExact(@Nullable Object value) {
        return KeyType.of(value).ordered() && !(value instanceof Decimal128);
    }

    /**
     * An array may be meant as a whole, and a pattern means many values: an index holds neither as
     * one key.
     */
    private static boolean isPoint(@Nullable Object value) {
        return !(value instanceof Collection<?>)
                && !BsonRegularExpression.isRegularExpression(value);
    }
}
