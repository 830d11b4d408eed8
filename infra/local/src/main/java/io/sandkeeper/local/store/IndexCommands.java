package io.sandkeeper.local.store;

import de.bwaldvogel.mongo.backend.Constants;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.IndexNotFoundException;
import de.bwaldvogel.mongo.exception.MongoServerError;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Creating, listing and dropping indexes: the indexes themselves are the only list of them. */
final class IndexCommands {
    private static final int NAMESPACE_NOT_FOUND = 26;
    private static final int INVALID_OPTIONS = 72;

    private IndexCommands() {}

    static Document create(StoreDatabase database, Message query) {
        String name = query.collection();
        boolean isNew = database.collection(name) == null;
        StoreCollection collection = database.collectionOrNew(name);
        int before = collection.getNumIndexes();
        query.documents("indexes").forEach(asked -> database.addIndex(name, asked));
        return new Document("numIndexesBefore", before)
                .append("numIndexesAfter", collection.getNumIndexes())
                .append("createdCollectionAutomatically", isNew)
                .append("ok", 1.0);
    }

    static Document list(StoreDatabase database, String name) {
        StoreCollection collection = existing(database, name);
        List<Document> indexes =
                collection.orderedIndexes().stream()
                        .map(index -> index.definition().description())
                        .toList();
        return CursorResponse.of(collection.getFullName(), indexes, 0);
    }

    static Document drop(StoreDatabase database, Message query) {
        StoreCollection collection = existing(database, query.collection());
        @Nullable Object which = query.body().get("index");
        int before = collection.getNumIndexes();
        for (OrderedIndex index : collection.orderedIndexes()) {
            if ("*".equals(which) ? !index.definition().onId() : isMeant(index, which)) {
                if (index.getName().equals(Constants.PRIMARY_KEY_INDEX_NAME)) {
                    throw new MongoServerError(
                            INVALID_OPTIONS, "InvalidOptions", "cannot drop _id index");
                }
                collection.dropIndex(index.getName());
            }
        }
        if (!"*".equals(which) && collection.getNumIndexes() == before) {
            throw new IndexNotFoundException("index not found with name [" + which + "]");
        }
        return new Document("nIndexesWas", before).append("ok", 1.0);
    }

    private static boolean isMeant(OrderedIndex index, @Nullable Object which) {
        return switch (which) {
            case String name -> index.getName().equals(name);
            case List<?> names -> names.contains(index.getName());
            case Document keys -> new Document(keys).equals(index.definition().keyPattern());
            case null, default -> false;
        };
    }

    private static StoreCollection existing(StoreDatabase database, String name) {
        @Nullable StoreCollection collection = database.collection(name);
        if (collection == null) {
            throw new MongoServerError(
                    NAMESPACE_NOT_FOUND,
                    "NamespaceNotFound",
                    "ns does not exist: " + database.getDatabaseName() + "." + name);
        }
        return collection;
    }
}
