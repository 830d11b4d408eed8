package io.sandkeeper.local.store;

import de.bwaldvogel.mongo.backend.Constants;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** An index as it was asked for. */
record IndexDefinition(
        String name,
        List<IndexField> fields,
        boolean unique,
        boolean sparse,
        @Nullable Document partialFilter,
        @Nullable Duration expireAfter) {
    private static final int CANNOT_CREATE_INDEX = 67;
    private static final Set<String> UNSUPPORTED =
            Set.of("collation", "wildcardProjection", "hidden");

    static IndexDefinition of(Message asked) {
        for (String option : UNSUPPORTED) {
            if (asked.is(option)) {
                throw cannotCreate(asked, option + " is not supported by the embedded store");
            }
        }
        List<IndexField> fields = new ArrayList<>();
        asked.document("key")
                .forEach((path, direction) -> fields.add(field(asked, path, direction)));
        int expireAfter = asked.number("expireAfterSeconds", -1);
        if (expireAfter >= 0 && fields.size() != 1) {
            throw cannotCreate(asked, "TTL indexes are single-field indexes");
        }
        return new IndexDefinition(
                asked.text("name"),
                List.copyOf(fields),
                asked.is("unique") || onId(fields),
                asked.is("sparse"),
                asked.documentOrNull("partialFilterExpression"),
                expireAfter < 0 ? null : Duration.ofSeconds(expireAfter));
    }

    private static IndexField field(Message asked, String path, Object direction) {
        if (!(direction instanceof Number number) || number.doubleValue() == 0) {
            throw cannotCreate(
                    asked,
                    "the embedded store knows ascending (1) and descending (-1) indexes only");
        }
        IndexField field = IndexField.of(path, number.doubleValue() > 0);
        if (field.positional() || path.contains("$")) {
            throw cannotCreate(
                    asked, "the path " + path + " is not supported by the embedded store");
        }
        return field;
    }

    private static MongoServerError cannotCreate(Message asked, String reason) {
        return new MongoServerError(
                CANNOT_CREATE_INDEX,
                "CannotCreateIndex",
                "Index " + asked.text("name") + ": " + reason);
    }

    Optional<Duration> expiry() {
        return Optional.ofNullable(expireAfter);
    }

    /** Two indexes that differ in nothing but the name would be the same index twice. */
    boolean covers(IndexDefinition other) {
        return fields.equals(other.fields)
                && sparse == other.sparse
                && Objects.equals(partialFilter, other.partialFilter);
    }

    List<IndexKey> keys() {
        return fields.stream().map(field -> new IndexKey(field.path(), field.ascending())).toList();
    }

    Document keyPattern() {
        Document pattern = new Document();
        fields.forEach(field -> pattern.put(field.path(), field.ascending() ? 1 : -1));
        return pattern;
    }

    /** The index that every collection has; it is unique without saying so. */
    boolean onId() {
        return onId(fields);
    }

    private static boolean onId(List<IndexField> fields) {
        return fields.size() == 1 && fields.getFirst().path().equals(Constants.ID_FIELD);
    }

    /** As listIndexes shows it: an option that was not asked for is not there. */
    Document description() {
        Document description =
                new Document("v", 2).append("key", keyPattern()).append("name", name);
        if (unique && !onId()) {
            description.append("unique", true);
        }
        if (sparse) {
            description.append("sparse", true);
        }
        description.putIfNotNull("partialFilterExpression", partialFilter);
        if (expireAfter != null) {
            description.append("expireAfterSeconds", expireAfter.toSeconds());
        }
        return description;
    }
}
