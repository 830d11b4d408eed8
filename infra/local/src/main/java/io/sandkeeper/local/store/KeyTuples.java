package io.sandkeeper.local.store;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.CannotIndexParallelArraysError;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one document has under an index's fields: one tuple of values, or one per element where a
 * path leads through an array. Fields that go through the same array stay together; two arrays side
 * by side cannot be indexed.
 */
final class KeyTuples {
    private final List<IndexField> fields;
    private final List<List<@Nullable Object>> tuples = new ArrayList<>();
    private final Set<String> throughArrays = new HashSet<>();
    private boolean present;

    private KeyTuples(List<IndexField> fields) {
        this.fields = fields;
    }

    static KeyTuples of(Document document, List<IndexField> fields) {
        KeyTuples tuples = new KeyTuples(fields);
        List<Step> steps = new ArrayList<>(fields.size());
        for (IndexField field : fields) {
            steps.add(new Step(document, field.steps(), 0).throughDocuments());
        }
        tuples.collect(steps);
        return tuples;
    }

    List<List<@Nullable Object>> tuples() {
        return tuples;
    }

    /** The paths that lead through an array. */
    Set<String> throughArrays() {
        return throughArrays;
    }

    /** Whether the document has at least one of the fields, if only as null. */
    boolean present() {
        return present;
    }

    private void collect(List<Step> steps) {
        @Nullable Collection<?> array = null;
        for (Step step : steps) {
            @Nullable Collection<?> found = step.atArray();
            if (found != null) {
                if (array != null && !same(array, found)) {
                    throw new CannotIndexParallelArraysError(
                            fields.stream().map(IndexField::path).toList());
                }
                array = found;
            }
        }
        if (array == null) {
            emit(steps);
            return;
        }
        note(steps);
        if (array.isEmpty()) {
            collect(into(steps, array, KeyBytes.NoElement.NO_ELEMENT));
        }
        for (Object element : array) {
            collect(into(steps, array, element));
        }
    }

    private void note(List<Step> steps) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).atArray() != null) {
                throughArrays.add(fields.get(i).path());
            }
        }
    }

    private static List<Step> into(
            List<Step> steps, Collection<?> array, @Nullable Object element) {
        List<Step> next = new ArrayList<>(steps.size());
        for (Step step : steps) {
            next.add(same(step.atArray(), array) ? step.into(element) : step);
        }
        return next;
    }

    /** Two arrays with equal elements are still two arrays. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean same(@Nullable Collection<?> left, Collection<?> right) {
        return left == right;
    }

    private void emit(List<Step> steps) {
        List<@Nullable Object> tuple = new ArrayList<>(steps.size());
        for (Step step : steps) {
            present |= !(step.value instanceof Missing);
            tuple.add(step.value instanceof Missing ? null : step.value);
        }
        tuples.add(tuple);
    }

    /**
     * How far one field's path has been followed; beyond its end when an array's element was
     * reached.
     */
    private record Step(@Nullable Object value, List<String> path, int depth) {
        Step throughDocuments() {
            @Nullable Object reached = value;
            int at = depth;
            while (at < path.size() && !(reached instanceof Collection<?>)) {
                reached =
                        reached instanceof Document document
                                ? document.getOrMissing(path.get(at))
                                : Missing.getInstance();
                at++;
            }
            return new Step(reached, path, at);
        }

        @Nullable Collection<?> atArray() {
            return depth <= path.size() && value instanceof Collection<?> array ? array : null;
        }

        Step into(@Nullable Object element) {
            return depth == path.size()
                    ? new Step(element, path, depth + 1)
                    : new Step(element, path, depth).throughDocuments();
        }
    }
}
