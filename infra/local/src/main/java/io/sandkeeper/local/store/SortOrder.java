package io.sandkeeper.local.store;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.BadValueException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The order in which a query wants its answers. */
record SortOrder(List<IndexField> fields, boolean naturalBackwards) {
    private static final SortOrder NONE = new SortOrder(List.of(), false);

    static SortOrder of(@Nullable Document orderBy) {
        if (orderBy == null || orderBy.isEmpty()) {
            return NONE;
        }
        if (orderBy.get("$natural") instanceof Number direction) {
            return new SortOrder(List.of(), direction.doubleValue() < 0);
        }
        List<IndexField> fields = new ArrayList<>();
        orderBy.forEach(
                (path, direction) -> {
                    if (!(direction instanceof Number number) || number.doubleValue() == 0) {
                        throw new BadValueException(
                                "Illegal key in $sort specification: " + path + ": " + direction);
                    }
                    fields.add(IndexField.of(path, number.doubleValue() > 0));
                });
        return new SortOrder(List.copyOf(fields), false);
    }

    boolean isNone() {
        return fields.isEmpty();
    }

    /**
     * Bytes that sort as the document does. Of an array the smallest element counts upwards, the
     * largest downwards.
     */
    byte[] keyOf(Document document) {
        KeyBytes key = new KeyBytes();
        for (IndexField field : fields) {
            byte[] first =
                    KeyTuples.of(document, List.of(field)).tuples().stream()
                            .map(
                                    tuple ->
                                            new KeyBytes()
                                                    .put(tuple.getFirst(), field.ascending())
                                                    .toBytes())
                            .min(Arrays::compareUnsigned)
                            .orElseThrow();
            key.raw(first);
        }
        return key.toBytes();
    }
}
