package io.sandkeeper.local.store;

import de.bwaldvogel.mongo.backend.Constants;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The conditions on single fields that a query's matches all fulfil. A driver's {@code Filters.and}
 * arrives as {@code $and}: it is flattened. What cannot be said as such a condition ({@code $or},
 * {@code $expr}) is left out: the documents that an index finds are matched against it afterwards.
 */
final class Conjuncts {
    private final List<Conjunct> all = new ArrayList<>();
    private final List<Clause> clauses = new ArrayList<>();
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

    /**
     * The query without the clauses whose conditions are all settled by the way the matches are
     * found.
     */
    Document without(Set<Conjunct> settled) {
        List<Document> left =
                clauses.stream()
                        .filter(
                                clause ->
                                        clause.conjuncts.isEmpty()
                                                || !settled.containsAll(clause.conjuncts))
                        .map(Clause::query)
                        .toList();
        return switch (left.size()) {
            case 0 -> new Document();
            case 1 -> left.getFirst();
            default -> new Document("$and", left);
        };
    }

    private void flatten(String parent, Document query) {
        for (Map.Entry<String, Object> entry : query.entrySet()) {
            String key = entry.getKey();
            if (key.equals("$and") && entry.getValue() instanceof List<?> parts) {
                parts.forEach(part -> part(parent, part));
            } else if (!key.equals("$comment")) {
                clause(parent, key, entry.getValue());
            }
        }
    }

    private void clause(String parent, String key, @Nullable Object value) {
        int before = all.size();
        if (key.startsWith("$")) {
            complete = false;
        } else {
            condition(parent + key, value);
        }
        if (parent.isEmpty()) {
            clauses.add(
                    new Clause(
                            new Document(key, value),
                            List.copyOf(all.subList(before, all.size()))));
        }
    }

    private void part(String parent, @Nullable Object part) {
        if (part instanceof Document document) {
            flatten(parent, document);
        } else {
            // Not a query at all: the matcher says so when it meets the clause.
            clause(parent, "$and", List.of());
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

    private record Clause(Document query, List<Conjunct> conjuncts) {}

    record Conjunct(String path, String operator, @Nullable Object operand) {}
}
