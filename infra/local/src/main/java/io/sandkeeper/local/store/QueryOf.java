package io.sandkeeper.local.store;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.ErrorCode;
import de.bwaldvogel.mongo.exception.MongoServerError;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/** The query inside a command, for explaining it. */
record QueryOf(String collection, Document filter, @Nullable Document sort, int skip, int limit) {
    static QueryOf command(Message command) {
        String collection = command.collection();
        Document query = command.documentOrEmpty("query");
        @Nullable Document sort = command.documentOrNull("sort");
        return switch (command.command().toLowerCase(Locale.ROOT)) {
            case "find" ->
                    new QueryOf(
                            collection,
                            command.documentOrEmpty("filter"),
                            sort,
                            command.number("skip", 0),
                            Math.abs(command.number("limit", 0)));
            case "count", "distinct" -> new QueryOf(collection, query, null, 0, 0);
            case "findandmodify" -> new QueryOf(collection, query, sort, 0, 1);
            case "update" -> {
                Message update = new Message(command.documents("updates").getFirst());
                yield new QueryOf(
                        collection, update.document("q"), null, 0, update.is("multi") ? 0 : 1);
            }
            case "delete" -> {
                Message delete = new Message(command.documents("deletes").getFirst());
                yield new QueryOf(
                        collection, delete.document("q"), null, 0, delete.number("limit", 0));
            }
            case "aggregate" -> {
                PipelineHead head = PipelineHead.of(command.documents("pipeline"));
                yield new QueryOf(collection, head.query(), head.sort(), 0, head.limit());
            }
            default ->
                    throw new MongoServerError(
                            ErrorCode.IllegalOperation, command.command() + " cannot be explained");
        };
    }
}
