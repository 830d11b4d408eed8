package io.sandkeeper.local.store;

import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;

import io.sandkeeper.local.store.Conjuncts.Conjunct;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether every match of a query is also in an index that holds only the documents of a filter.
 * When in doubt, no.
 */
final class PartialFilter {
    private static final Set<String> OF_ONE_VALUE =
            Set.of("$eq", "$in", "$gt", "$gte", "$lt", "$lte", "$type");

    private PartialFilter() {}

    static boolean isImplied(Document filter, Conjuncts query) {
        Conjuncts demanded = Conjuncts.of(filter);
        return demanded.complete()
                && demanded.all().stream().allMatch(condition -> isImplied(condition, query));
    }

    private static boolean isImplied(Conjunct condition, Conjuncts query) {
        if (query.all().contains(condition)) {
            return true;
        }
        FieldDemand demand = query.on(condition.path());
        if (condition.operator().equals("$exists") && Utils.isTrue(condition.operand())) {
            return demand.presence();
        }
        return allFulfil(demand.values(), condition) || allWithin(demand.ranges(), condition);
    }

    private static boolean allFulfil(Optional<List<@Nullable Object>> values, Conjunct condition) {
        Document question =
                new Document(
                        condition.path(), new Document(condition.operator(), condition.operand()));
        return values.isPresent()
                && OF_ONE_VALUE.contains(condition.operator())
                && values.get().stream()
                        .allMatch(
                                value ->
                                        new DefaultQueryMatcher()
                                                .matches(
                                                        holding(condition.path(), value),
                                                        question));
    }

    private static boolean allWithin(List<KeyRange> ranges, Conjunct condition) {
        List<KeyRange> limits = FieldDemand.of(List.of(condition)).ranges();
        return !limits.isEmpty()
                && limits.stream().allMatch(limit -> ranges.stream().anyMatch(limit::contains));
    }

    private static Document holding(String path, @Nullable Object value) {
        Document document = new Document();
        Utils.changeSubdocumentValue(document, path, value);
        return document;
    }
}
