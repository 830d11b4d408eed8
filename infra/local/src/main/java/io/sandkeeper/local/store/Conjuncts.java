package io.sandkeeper.local.store;

import de.bwaldvogel.mongo.backend.Constants;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The conditions on single fields that a query's matches all fulfil. A driver's {@code Filters.and}
 * arrives as {@code $and}: it is flattened. What cannot be said as such a condition ({@code $or},
 * {@code $expr}) is left out: the documents that an index finds are matched against the whole query
 * anyway.
 */
final class Conjuncts {
    private final List<Conjunct> all = new ArrayList<>();
    private boolean complete = true;

    private Conjuncts() {}

    static Conjuncts of(Document query) {
        Conjuncts conjuncts = new Conjuncts();
        conjuncts.flatten("", query);
        return conjuncts;
    }

    List<Conjunct> all() {
        return all;
    }

    /** Whether nothing was left out. */
    boolean complete() {
        return complete;
    }

    FieldDemand on(String path) {
        return FieldDemand.of(
                all.stream().filter(conjunct -> conjunct.path().equals(path)).toList());
    }

    private void flatten(String parent, Document query) {
        for (Map.Entry<String, Object> entry : query.entrySet()) {
            String key = entry.getKey();
            if (!key.startsWith("$")) {
                condition(parent + key, entry.getValue());
            } else if (key.equals("$and") && entry.getValue() instanceof List<?> parts) {
                parts.forEach(part -> part(parent, part));
            } else if (!key.equals("$comment")) {
                complete = false;
            }
        }
    }

    private void part(String parent, @Nullable Object part) {
        if (part instanceof Document document) {
            flatten(parent, document);
        } else {
            complete = false;
        }
    }

    private void condition(String path, @Nullable Object condition) {
        if (BsonRegularExpression.isRegularExpression(condition)) {
            all.add(new Conjunct(path, "$regex", condition));
        } else if (condition instanceof Document document && isOperators(document)) {
            document.forEach((operator, operand) -> operator(path, operator, operand));
        } else {
            all.add(new Conjunct(path, "$eq", condition));
        }
    }

    private void operator(String path, String operator, @Nullable Object operand) {
        all.add(new Conjunct(path, operator, operand));
        if (operator.equals("$elemMatch") && operand instanceof Document element) {
            // The one element that matches has its keys in the index too.
            if (isOperators(element) && !element.containsKey("$and")) {
                condition(path, element);
            } else {
                flatten(path + ".", element);
            }
        }
    }

    private static boolean isOperators(Document document) {
        return !document.isEmpty()
                && document.keySet().stream()
                        .allMatch(
                                key ->
                                        key.startsWith("$")
                                                && !Constants.REFERENCE_KEYS.contains(key));
    }

    record Conjunct(String path, String operator, @Nullable Object operand) {}
}
