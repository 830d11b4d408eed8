package io.sandkeeper.local.store;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;

import io.sandkeeper.local.store.Conjuncts.Conjunct;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What a query demands of one field, in the terms of an index: values, ranges, and whether it must
 * be there at all.
 */
final class FieldDemand {
    private @Nullable List<@Nullable Object> values;
    private final List<KeyRange> ranges = new ArrayList<>();
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

    private void take(Conjunct conjunct) {
        @Nullable Object operand = conjunct.operand();
        switch (conjunct.operator()) {
            case "$eq" -> takeValue(operand);
            case "$in" -> takeValues(operand);
            case "$lt", "$lte", "$gt", "$gte" -> takeLimit(conjunct.operator(), operand);
            case "$exists" -> presence |= Utils.isTrue(operand);
            case "$regex", "$elemMatch" -> presence = true;
            default -> {
                // The matcher knows it; it does not narrow the search.
            }
        }
    }

    private void takeValue(@Nullable Object value) {
        presence |= value != null;
        if (isPoint(value)) {
            List<@Nullable Object> single = new ArrayList<>();
            single.add(value);
            narrowTo(single);
        }
    }

    private void takeValues(@Nullable Object operand) {
        if (operand instanceof Collection<?> alternatives) {
            presence |= alternatives.stream().allMatch(value -> value != null);
            if (alternatives.stream().allMatch(FieldDemand::isPoint)) {
                narrowTo(new ArrayList<>(alternatives));
            }
        }
    }

    private void narrowTo(List<@Nullable Object> candidates) {
        if (values == null || candidates.size() < values.size()) {
            values = candidates;
        }
    }

    private void takeLimit(String operator, @Nullable Object limit) {
        KeyType type = KeyType.of(limit);
        presence |= type != KeyType.NULL && type != KeyType.MIN_KEY && type != KeyType.MAX_KEY;
        if (!type.ordered()
                || (limit instanceof Number number && Double.isNaN(number.doubleValue()))) {
            return;
        }
        byte[] first = {type.tag()};
        byte[] last = KeyBytes.after(first);
        byte[] exact = KeyBytes.of(limit);
        ranges.add(
                switch (operator) {
                    case "$lt" -> KeyRange.between(first, exact);
                    case "$lte" -> KeyRange.between(first, KeyBytes.after(exact));
                    case "$gt" -> KeyRange.between(KeyBytes.after(exact), last);
                    default -> KeyRange.between(exact, last);
                });
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
