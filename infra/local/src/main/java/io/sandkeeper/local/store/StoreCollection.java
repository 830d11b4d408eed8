package io.sandkeeper.local.store;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoCollection;
import de.bwaldvogel.mongo.backend.ArrayFilters;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryMatcher;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.IndexKeySpecsConflictException;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.oplog.Oplog;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One collection: documents at rest and the indexes over them. Its monitor is the lock of both, so
 * that finding a document and changing it is one step: of many writers that compare and set the
 * same version, one wins.
 *
 * <p>The library changes the documents that a query hands out and then reports the change; here it
 * gets copies, and the report replaces the document at rest.
 */
final class StoreCollection extends AbstractSynchronizedMongoCollection<Integer> {
    private static final int INDEX_OPTIONS_CONFLICT = 85;

    private static final String ID_FIELD = "_id";

    private final DocumentHeap heap = new DocumentHeap();
    private final QueryMatcher matcher = new DefaultQueryMatcher();
    private final Server server;
    private boolean firstMatchOnly;

    StoreCollection(
            MongoDatabase database,
            String name,
            CollectionOptions options,
            CursorRegistry cursors,
            Server server) {
        super(database, name, options, cursors);
        this.server = server;
    }

    /** What a collection shares with all others of its server. */
    record Server(Examined examined, Expiry expiry) {}

    @Override
    protected QueryResult queryDocuments(
            Document query,
            @Nullable Document orderBy,
            int skip,
            int limit,
            int batchSize,
            @Nullable Document projection) {
        if (firstMatchOnly && query.get(ID_FIELD) instanceof String id) {
            return new QueryResult(named(id, query));
        }
        List<byte[]> matches = matches(query, orderBy, skip, firstMatchOnly ? 1 : limit);
        if (batchSize == 0) {
            return new QueryResult(() -> unpacked(matches, projection));
        }
        ResultCursor cursor =
                new ResultCursor(
                        cursorRegistry.generateCursorId(),
                        matches.iterator(),
                        bytes -> projected(bytes, projection));
        List<Document> first = cursor.takeDocuments(batchSize);
        if (cursor.isEmpty()) {
            return new QueryResult(first);
        }
        cursorRegistry.add(cursor);
        return new QueryResult(first, cursor);
    }

    /** Most updates name their document: no plan is needed, and it is unpacked once. */
    private List<Document> named(String id, Document query) {
        @Nullable Integer slot = slotOf(new Document(ID_FIELD, id));
        if (slot == null) {
            return List.of();
        }
        Examined examined = new Examined();
        examined.key();
        examined.document();
        server.examined.add(examined);
        Document document = getDocument(slot);
        return matcher.matches(document, query) ? List.of(document) : List.of();
    }

    /** The matches as they are now; no later write changes them. */
    synchronized List<byte[]> matches(
            Document query, @Nullable Document orderBy, int skip, int limit) {
        SortOrder order = SortOrder.of(orderBy);
        Search search = search(query, order);
        List<byte[]> matches = search.run(order, skip, limit);
        server.examined.add(search.examined());
        return matches;
    }

    synchronized Document explain(QueryOf query) {
        SortOrder order = SortOrder.of(query.sort());
        Search search = search(query.filter(), order);
        int found = search.run(order, query.skip(), query.limit()).size();
        return Explanation.of(getFullName(), search, found);
    }

    private Search search(Document query, SortOrder order) {
        return new Search(heap, Planner.plan(orderedIndexes(), query, order));
    }

    synchronized List<OrderedIndex> orderedIndexes() {
        return getIndexes().stream().map(OrderedIndex.class::cast).toList();
    }

    @Override
    public synchronized int count(@Nullable Document query, int skip, int limit) {
        return query == null || query.isEmpty()
                ? super.count(query, skip, limit)
                : matches(query, null, skip, Math.max(limit, 0)).size();
    }

    @Override
    public synchronized int count() {
        return heap.count();
    }

    @Override
    public synchronized Document updateDocuments(
            Document selector,
            Document update,
            ArrayFilters arrayFilters,
            boolean isMulti,
            boolean isUpsert,
            Oplog oplog) {
        // The library looks for all matches even when it will change one.
        firstMatchOnly = !isMulti;
        try {
            return super.updateDocuments(selector, update, arrayFilters, isMulti, isUpsert, oplog);
        } finally {
            firstMatchOnly = false;
        }
    }

    @Override
    public synchronized void removeDocument(Document document) {
        @Nullable Integer slot = slotOf(document);
        if (slot != null) {
            orderedIndexes().forEach(index -> index.removeAt(document, slot));
            heap.remove(slot);
        }
    }

    private @Nullable Integer slotOf(Document document) {
        for (OrderedIndex index : orderedIndexes()) {
            if (index.definition().onId()) {
                return index.getPosition(document);
            }
        }
        return findDocumentPosition(document);
    }

    @Override
    public synchronized void addIndex(Index<Integer> index) {
        IndexDefinition asked = ((OrderedIndex) index).definition();
        for (OrderedIndex existing : orderedIndexes()) {
            IndexDefinition there = existing.definition();
            if (there.equals(asked)) {
                return;
            }
            if (there.name().equals(asked.name())) {
                throw new IndexKeySpecsConflictException(index, existing);
            }
            if (there.covers(asked)) {
                throw new MongoServerError(
                        INDEX_OPTIONS_CONFLICT,
                        "IndexOptionsConflict",
                        "Index already exists with a different name: " + there.name());
            }
        }
        super.addIndex(index);
        if (asked.expiry().isPresent()) {
            server.expiry.watch(this);
        }
    }

    @Override
    public synchronized Document getStats() {
        return super.getStats();
    }

    @Override
    public synchronized Document validate() {
        return super.validate();
    }

    @Override
    public synchronized void dropIndex(String name) {
        super.dropIndex(name);
    }

    @Override
    public synchronized void drop() {
        server.expiry.forget(this);
        getIndexes().clear();
        heap.clear();
    }

    @Override
    protected Integer addDocumentInternal(Document document) {
        return heap.add(document);
    }

    @Override
    protected void handleUpdate(Integer slot, Document before, Document after) {
        heap.replace(slot, after);
    }

    @Override
    protected void removeDocument(Integer slot) {
        heap.remove(slot);
    }

    @Override
    protected Document getDocument(Integer slot) {
        return DocumentHeap.decode(heap.get(slot));
    }

    @Override
    protected Stream<DocumentWithPosition<Integer>> streamAllDocumentsWithPosition() {
        return IntStream.range(0, heap.end())
                .filter(heap::occupied)
                .mapToObj(slot -> new DocumentWithPosition<>(getDocument(slot), slot));
    }

    @Override
    protected QueryResult matchDocuments(
            Document query,
            @Nullable Document orderBy,
            int skip,
            int limit,
            int batchSize,
            @Nullable Document projection) {
        return queryDocuments(query, orderBy, skip, limit, batchSize, projection);
    }

    @Override
    protected boolean tracksDataSize() {
        return false;
    }

    @Override
    protected void updateDataSize(int delta) {
        throw new UnsupportedOperationException("the heap knows its size");
    }

    @Override
    protected synchronized int getDataSize() {
        return (int) Math.min(heap.dataSize(), Integer.MAX_VALUE);
    }

    private Iterator<Document> unpacked(List<byte[]> matches, @Nullable Document projection) {
        return matches.stream().map(bytes -> projected(bytes, projection)).iterator();
    }

    /**
     * The library's projection is not open to other packages; a search over one document is the way
     * in.
     */
    private Document projected(byte[] bytes, @Nullable Document projection) {
        Document document = DocumentHeap.decode(bytes);
        return projection == null || projection.isEmpty()
                ? document
                : matchDocumentsFromStream(
                                new Document(), Stream.of(document), 0, 0, 0, null, projection)
                        .iterator()
                        .next();
    }
}
