package io.sandkeeper.local.store;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.QueryMatcher;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.DuplicateKeyError;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * A sorted set of keys, each followed by the slot of its document. Guarded by its collection's
 * lock.
 *
 * <p>Whether a query is served by it is the {@link Planner}'s affair: the library's own question
 * ({@code canHandle}) knows neither ranges nor sort orders nor limits, and is never asked.
 */
final class OrderedIndex extends Index<Integer> {
    private final IndexDefinition definition;
    private final QueryMatcher matcher = new DefaultQueryMatcher();
    private final NavigableSet<byte[]> entries = new TreeSet<>(Arrays::compareUnsigned);
    private final Set<String> multikeyPaths = new HashSet<>();
    private long dataSize;

    OrderedIndex(IndexDefinition definition) {
        super(definition.name(), definition.keys(), definition.sparse());
        this.definition = definition;
    }

    IndexDefinition definition() {
        return definition;
    }

    /** Whether any document ever had an array here; then one document may have several keys. */
    boolean multikey() {
        return !multikeyPaths.isEmpty();
    }

    boolean multikey(IndexField field) {
        return multikeyPaths.contains(field.path());
    }

    Iterator<byte[]> entries(KeyRange range, boolean forward) {
        NavigableSet<byte[]> within = entries.subSet(range.low(), true, range.high(), false);
        return forward ? within.iterator() : within.descendingIterator();
    }

    static int slotOf(byte[] entry) {
        return ByteBuffer.wrap(entry).getInt(entry.length - Integer.BYTES);
    }

    @Override
    public void checkAdd(Document document, MongoCollection<Integer> collection) {
        for (Key key : keysOf(document)) {
            refuseDuplicate(key, null, collection);
        }
    }

    @Override
    public void add(Document document, Integer slot, MongoCollection<Integer> collection) {
        List<Key> keys = keysOf(document);
        for (Key key : keys) {
            refuseDuplicate(key, slot, collection);
        }
        for (Key key : keys) {
            byte[] entry = key.at(slot);
            if (entries.add(entry)) {
                dataSize += entry.length;
            }
        }
    }

    void removeAt(Document document, int slot) {
        for (Key key : keysOf(document)) {
            byte[] entry = key.at(slot);
            if (entries.remove(entry)) {
                dataSize -= entry.length;
            }
        }
    }

    @Override
    public void checkUpdate(Document before, Document after, MongoCollection<Integer> collection) {
        if (definition.onId()) {
            // No update changes an id.
            return;
        }
        List<Key> keys = keysOf(after);
        if (isUnique()) {
            @Nullable Integer own = getPosition(before);
            for (Key key : keys) {
                refuseDuplicate(key, own, collection);
            }
        }
    }

    @Override
    public void updateInPlace(
            Document before, Document after, Integer slot, MongoCollection<Integer> collection) {
        if (definition.onId()) {
            return;
        }
        List<Key> old = keysOf(before);
        List<Key> fresh = keysOf(after);
        if (!sameBytes(old, fresh)) {
            removeAt(before, slot);
            add(after, slot, collection);
        }
    }

    /**
     * Only a unique index knows a document's slot by the document alone; and only if it holds the
     * document.
     */
    @Override
    public @Nullable Integer getPosition(Document document) {
        if (isUnique()) {
            for (Key key : keysOf(document)) {
                Iterator<byte[]> found = entries(KeyRange.startingWith(key.bytes), true);
                if (found.hasNext()) {
                    return slotOf(found.next());
                }
            }
        }
        return null;
    }

    @Override
    public boolean isUnique() {
        return definition.unique();
    }

    @Override
    public boolean isSparse() {
        return definition.sparse();
    }

    @Override
    public long getCount() {
        return entries.size();
    }

    @Override
    public long getDataSize() {
        return dataSize;
    }

    @Override
    public void drop() {
        entries.clear();
        dataSize = 0;
    }

    @Override
    public Document toIndexDescription() {
        return definition.description();
    }

    @Override
    public boolean canHandle(Document query) {
        return false;
    }

    @Override
    public Iterable<Integer> getPositions(Document query) {
        throw new UnsupportedOperationException("queries are planned");
    }

    @Override
    public Integer remove(Document document) {
        throw new UnsupportedOperationException("entries are removed by slot");
    }

    private List<Key> keysOf(Document document) {
        @Nullable Document filter = definition.partialFilter();
        if (filter != null && !matcher.matches(document, filter)) {
            return List.of();
        }
        KeyTuples tuples = KeyTuples.of(document, definition.fields());
        if (definition.sparse() && !tuples.present()) {
            return List.of();
        }
        multikeyPaths.addAll(tuples.throughArrays());
        List<Key> keys = new ArrayList<>(tuples.tuples().size());
        for (List<@Nullable Object> tuple : tuples.tuples()) {
            KeyBytes bytes = new KeyBytes();
            for (int i = 0; i < tuple.size(); i++) {
                bytes.put(tuple.get(i), definition.fields().get(i).ascending());
            }
            keys.add(new Key(tuple, bytes.toBytes()));
        }
        return keys;
    }

    private void refuseDuplicate(
            Key key, @Nullable Integer own, MongoCollection<Integer> collection) {
        if (!isUnique()) {
            return;
        }
        Iterator<byte[]> same = entries(KeyRange.startingWith(key.bytes), true);
        while (same.hasNext()) {
            if (own == null || slotOf(same.next()) != own) {
                throw new DuplicateKeyError(this, collection, getKeys(), new KeyValue(key.values));
            }
        }
    }

    private static boolean sameBytes(List<Key> old, List<Key> fresh) {
        if (old.size() != fresh.size()) {
            return false;
        }
        for (int i = 0; i < old.size(); i++) {
            if (!Arrays.equals(old.get(i).bytes, fresh.get(i).bytes)) {
                return false;
            }
        }
        return true;
    }

    private static final class Key {
        private final List<@Nullable Object> values;
        private final byte[] bytes;

        Key(List<@Nullable Object> values, byte[] bytes) {
            this.values = values;
            this.bytes = bytes;
        }

        byte[] at(int slot) {
            return ByteBuffer.allocate(bytes.length + Integer.BYTES)
                    .put(bytes)
                    .putInt(slot)
                    .array();
        }
    }
}
