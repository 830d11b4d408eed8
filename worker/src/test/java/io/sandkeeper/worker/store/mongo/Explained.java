package io.sandkeeper.worker.store.mongo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;

import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.Document;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Hears the commands that a store sends, and asks the server how it answers them. */
final class Explained implements CommandListener {
    private static final Set<String> OURS = Set.of("find", "update", "delete", "aggregate");

    private final Queue<BsonDocument> heard = new ConcurrentLinkedQueue<>();

    /**
     * @param stages what the server does, by name; an index is named with its scan
     * @param documents how many it looked at
     */
    record Plan(Set<String> stages, int documents) {}

    @Override
    public void commandStarted(CommandStartedEvent event) {
        if (OURS.contains(event.getCommandName())) {
            heard.add(event.getCommand().clone());
        }
    }

    void forget() {
        heard.clear();
    }

    /** Of everything that was heard. */
    List<Plan> plans(String uri, String database) {
        try (var client = MongoClients.create(uri)) {
            return heard.stream()
                    .flatMap(command -> finds(command).stream())
                    .map(find -> explain(client, database, find))
                    .toList();
        }
    }

    /** An update or a removal looks for its document as a find does. */
    private static List<BsonDocument> finds(BsonDocument command) {
        return switch (command.getFirstKey()) {
            case "update" -> filters(command, "updates");
            case "delete" -> filters(command, "deletes");
            case "aggregate" -> List.of(matched(command));
            default -> List.of(find(command));
        };
    }

    private static List<BsonDocument> filters(BsonDocument command, String statements) {
        return command.getArray(statements, new BsonArray()).stream()
                .map(BsonValue::asDocument)
                .map(
                        one ->
                                new BsonDocument(
                                                "find",
                                                new BsonString(MongoSessionStore.COLLECTION))
                                        .append("filter", one.getDocument("q")))
                .toList();
    }

    /** A count's first stage. */
    private static BsonDocument matched(BsonDocument command) {
        var first = command.getArray("pipeline").get(0).asDocument();
        return new BsonDocument("find", command.get("aggregate"))
                .append("filter", first.getDocument("$match"));
    }

    private static BsonDocument find(BsonDocument command) {
        var find = new BsonDocument();
        for (var name : List.of("find", "filter", "sort", "limit", "projection")) {
            if (command.containsKey(name)) {
                find.append(name, command.get(name));
            }
        }
        return find;
    }

    private static Plan explain(MongoClient client, String database, BsonDocument find) {
        var answer =
                client.getDatabase(database)
                        .runCommand(
                                new Document("explain", find)
                                        .append("verbosity", "executionStats"));
        var stages = new TreeSet<String>();
        collect(
                answer.get("queryPlanner", Document.class).get("winningPlan", Document.class),
                stages);
        return new Plan(
                stages,
                answer.get("executionStats", Document.class).getInteger("totalDocsExamined"));
    }

    private static void collect(Object node, Set<String> stages) {
        switch (node) {
            case Document document -> {
                var stage = document.getString("stage");
                if (stage != null) {
                    var index = document.getString("indexName");
                    stages.add(index == null ? stage : stage + " " + index);
                }
                document.values().forEach(inner -> collect(inner, stages));
            }
            case List<?> list -> list.forEach(inner -> collect(inner, stages));
            case Map<?, ?> map -> map.values().forEach(inner -> collect(inner, stages));
            default -> {}
        }
    }
}
