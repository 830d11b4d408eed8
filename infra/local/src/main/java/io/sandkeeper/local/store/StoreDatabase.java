package io.sandkeeper.local.store;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.FailedToParseException;
import de.bwaldvogel.mongo.oplog.Oplog;

import io.netty.channel.Channel;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/**
 * One database. Commands that the library answers wrongly, or not at all, are answered here; the
 * rest is its own.
 */
final class StoreDatabase extends AbstractSynchronizedMongoDatabase<Integer> {
    /**
     * A real server's first batch, when none is asked for; without one the library sends everything
     * in one message.
     */
    private static final int FIRST_BATCH = 101;

    private final StoreCollection.Server server;

    StoreDatabase(String name, CursorRegistry cursors, StoreCollection.Server server) {
        super(name, cursors);
        this.server = server;
        initializeNamespacesAndIndexes();
        // The library keeps a second list of indexes there and reads it in places. Ours stays
        // empty: the indexes tell.
        indexes.set(openOrCreateCollection("system.indexes", CollectionOptions.withoutIdField()));
    }

    @Override
    public Document handleCommand(
            Channel channel,
            String command,
            Document query,
            DatabaseResolver databases,
            Oplog oplog) {
        return switch (command.toLowerCase(Locale.ROOT)) {
            case "find" ->
                    super.handleCommand(channel, command, withFirstBatch(query), databases, oplog);
            case "insert" ->
                    insert(
                            new Message(query),
                            super.handleCommand(channel, command, query, databases, oplog));
            case "update" ->
                    WriteBatch.run(
                            query,
                            "updates",
                            lockOf(new Message(query).collection()),
                            one -> update(channel, command, one, databases, oplog));
            case "delete" ->
                    WriteBatch.run(
                            query,
                            "deletes",
                            lockOf(new Message(query).collection()),
                            one -> super.handleCommand(channel, command, one, databases, oplog));
            case "findandmodify" -> {
                refusePipeline(query.get("update"));
                yield super.handleCommand(channel, command, query, databases, oplog);
            }
            case "aggregate" -> aggregate(channel, command, query, databases, oplog);
            case "explain" -> explain(Message.of(query.get(command)));
            case "createindexes" -> IndexCommands.create(this, new Message(query));
            case "listindexes" -> IndexCommands.list(this, new Message(query).collection());
            case "dropindexes" -> IndexCommands.drop(this, new Message(query));
            case "listcollections" ->
                    filtered(
                            super.handleCommand(channel, command, query, databases, oplog),
                            new Message(query).documentOrEmpty("filter"));
            default -> super.handleCommand(channel, command, query, databases, oplog);
        };
    }

    @Nullable StoreCollection collection(String name) {
        return (StoreCollection) resolveCollection(name, false);
    }

    /** What is not there yet has nothing that others could write. */
    private Object lockOf(String name) {
        @Nullable StoreCollection collection = collection(name);
        return collection == null ? new Object() : collection;
    }

    StoreCollection collectionOrNew(String name) {
        return (StoreCollection) resolveOrCreateCollection(name);
    }

    private static Document withFirstBatch(Document query) {
        Message find = new Message(query);
        int asked = find.is("singleBatch") ? find.number("limit", 0) : find.number("batchSize", 0);
        Document batched = new Document(query);
        batched.put("batchSize", asked > 0 ? asked : FIRST_BATCH);
        return batched;
    }

    /** The library counts the documents that it was given, not those that it took. */
    private static Document insert(Message query, Document response) {
        List<Document> errors = new Message(response).documentsOrNone("writeErrors");
        if (!errors.isEmpty()) {
            int given = query.documents("documents").size();
            response.put(
                    "n",
                    query.ordered()
                            ? new Message(errors.getFirst()).number("index", 0)
                            : given - errors.size());
        }
        return response;
    }

    private Document update(
            Channel channel,
            String command,
            Document one,
            DatabaseResolver databases,
            Oplog oplog) {
        refusePipeline(new Message(one).documents("updates").getFirst().get("u"));
        return super.handleCommand(channel, command, one, databases, oplog);
    }

    private static void refusePipeline(@Nullable Object update) {
        if (update instanceof List<?>) {
            throw new FailedToParseException("the embedded store knows no update with a pipeline");
        }
    }

    private Document aggregate(
            Channel channel,
            String command,
            Document body,
            DatabaseResolver databases,
            Oplog oplog) {
        Message query = new Message(body);
        @Nullable StoreCollection collection = collection(query.text(command));
        List<Document> pipeline = query.documents("pipeline");
        if (collection == null
                || (!pipeline.isEmpty() && pipeline.getFirst().containsKey("$changeStream"))) {
            return super.handleCommand(channel, command, body, databases, oplog);
        }
        PipelineHead head = PipelineHead.of(pipeline);
        Aggregation rest =
                Aggregation.fromPipeline(head.rest(), databases, this, collection, oplog);
        rest.validate(body);
        List<byte[]> matches = collection.matches(head.query(), head.sort(), 0, head.limit());
        if (!head.rest().isEmpty()) {
            matches =
                    rest.runStagesAsStream(matches.stream().map(DocumentHeap::decode))
                            .map(DocumentHeap::encode)
                            .toList();
        }
        int batch = new Message(query.documentOrEmpty("cursor")).number("batchSize", FIRST_BATCH);
        return firstBatch(collection.getFullName(), matches, batch);
    }

    private Document firstBatch(String namespace, List<byte[]> results, int size) {
        ResultCursor cursor =
                new ResultCursor(
                        cursorRegistry.generateCursorId(),
                        results.iterator(),
                        DocumentHeap::decode);
        List<Document> first = cursor.takeDocuments(size);
        if (cursor.isEmpty()) {
            return CursorResponse.of(namespace, first, 0);
        }
        cursorRegistry.add(cursor);
        return CursorResponse.of(namespace, first, cursor.getId());
    }

    private Document explain(Message explained) {
        QueryOf query = QueryOf.command(explained);
        @Nullable StoreCollection collection = collection(query.collection());
        return collection == null
                ? Explanation.ofNothing(getDatabaseName() + "." + query.collection())
                : collection.explain(query);
    }

    private static Document filtered(Document response, Document filter) {
        Message cursor = new Message(new Message(response).document("cursor"));
        cursor.body()
                .put(
                        "firstBatch",
                        cursor.documents("firstBatch").stream()
                                .filter(each -> new DefaultQueryMatcher().matches(each, filter))
                                .toList());
        return response;
    }

    @Override
    protected StoreCollection openOrCreateCollection(String name, CollectionOptions options) {
        return new StoreCollection(this, name, options, cursorRegistry, server);
    }

    // The library's version is not synchronized: of two that create the same collection one would
    // lose its documents.
    @Override
    public synchronized MongoCollection<Integer> createCollectionOrThrowIfExists(
            String name, CollectionOptions options) {
        return super.createCollectionOrThrowIfExists(name, options);
    }

    /**
     * Not synchronized, unlike the library's: a batch of writes holds its collection's lock when it
     * takes the database's, so nobody takes them the other way around.
     */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    protected void addIndex(Document asked) {
        Message index = new Message(asked);
        String name = index.text("ns").substring(getDatabaseName().length() + 1);
        collectionOrNew(name).addIndex(new OrderedIndex(IndexDefinition.of(index)));
    }

    void addIndex(String collection, Document asked) {
        addIndex(new Document(asked).append("ns", getDatabaseName() + "." + collection));
    }

    @Override
    protected Index<Integer> openOrCreateUniqueIndex(
            String collection, String name, List<IndexKey> keys, boolean sparse) {
        throw new UnsupportedOperationException("indexes are made from their whole description");
    }

    @Override
    protected long getStorageSize() {
        return 0;
    }

    @Override
    protected long getFileSize() {
        return 0;
    }
}
