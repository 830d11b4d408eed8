package io.sandkeeper.local.store;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;

import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Thousands of random changes, and after each a random question, answered by the server and by a
 * map that is read whole.
 */
class RandomOperationsTest extends StoreContract {
    private static final int STEPS = 1_200;
    private static final int IDS = 120;

    private final Map<Integer, Document> model = new TreeMap<>();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void leave_the_server_and_the_model_alike(long seed) {
        createIndexes();
        Random random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            change(random);
            ask(Question.random(random), "seed " + seed + ", step " + step);
        }
        assertThat(sessions.find().sort(Indexes.ascending("_id")))
                .containsExactlyElementsOf(model.values());
    }

    private void createIndexes() {
        sessions.createIndex(bson("{a: 1, at: -1}"));
        sessions.createIndex(bson("{b: 1}"));
        sessions.createIndex(bson("{b: 1, at: 1}"));
        sessions.createIndex(bson("{'tags.k': 1, 'tags.on': 1}"));
        sessions.createIndex(bson("{at: 1}"), new IndexOptions().sparse(true));
        sessions.createIndex(
                Indexes.ascending("b", "req"),
                new IndexOptions().unique(true).partialFilterExpression(exists("req")));
    }

    private void ask(Question question, String when) {
        List<Document> expected =
                model.values().stream().filter(question.naive()).sorted(question.order()).toList();
        List<Document> answer =
                sessions.find(question.filter())
                        .sort(question.sort())
                        .limit(question.limit())
                        .into(new ArrayList<>());

        if (question.limit() > 0) {
            assertThat(answer)
                    .as(when)
                    .containsExactlyElementsOf(expected.stream().limit(question.limit()).toList());
        } else {
            assertThat(answer)
                    .as(when)
                    .containsExactlyInAnyOrderElementsOf(expected)
                    .isSortedAccordingTo(question.order());
            assertThat(sessions.countDocuments(question.filter()))
                    .as(when)
                    .isEqualTo(expected.size());
        }
    }

    private void change(Random random) {
        int id = random.nextInt(IDS);
        int x = random.nextInt(6);
        int t = random.nextInt(100);
        switch (random.nextInt(14)) {
            case 0, 1, 2 -> insert(randomDocument(random, id));
            case 3 -> replace(randomDocument(random, id));
            case 4 ->
                    update(
                            id,
                            bson("{$set: {a: " + x + ", at: " + t + "}}"),
                            it -> it.append("a", x).append("at", t));
            case 5 -> update(id, bson("{$unset: {at: ''}}"), it -> it.remove("at"));
            case 6 -> update(id, bson("{$set: {b: " + x + "}}"), it -> it.append("b", x));
            case 7 ->
                    update(
                            id,
                            bson("{$set: {req: " + t % 30 + "}}"),
                            it -> it.append("req", t % 30));
            case 8 -> update(id, bson("{$unset: {req: '', a: ''}}"), it -> forget(it, "req", "a"));
            case 9 ->
                    update(
                            id,
                            bson("{$push: {tags: {k: " + x + ", on: true}}}"),
                            it -> push(it, x));
            case 10 -> update(id, bson("{$pull: {tags: {k: " + x + "}}}"), it -> pull(it, x));
            case 11 -> delete(id);
            case 12 -> moveFirst(x, t);
            default -> moveAll(x, t);
        }
    }

    private static Document randomDocument(Random random, int id) {
        Document document = new Document("_id", id).append("b", random.nextInt(6));
        if (random.nextInt(4) > 0) {
            document.append("a", random.nextInt(6));
        }
        if (random.nextInt(4) > 0) {
            document.append("at", random.nextInt(100));
        }
        if (random.nextInt(3) == 0) {
            document.append("req", random.nextInt(30));
        }
        List<Document> tags = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            tags.add(new Document("k", random.nextInt(6)).append("on", random.nextBoolean()));
        }
        return tags.isEmpty() && random.nextBoolean() ? document : document.append("tags", tags);
    }

    private void insert(Document document) {
        boolean taken = model.containsKey(document.getInteger("_id")) || isDuplicate(document);
        boolean refused = isRefused(() -> sessions.insertOne(document));
        assertThat(refused).isEqualTo(taken);
        if (!taken) {
            model.put(document.getInteger("_id"), document);
        }
    }

    private void replace(Document document) {
        int id = document.getInteger("_id");
        if (model.containsKey(id)) {
            changed(document, () -> sessions.replaceOne(eq("_id", id), document));
        } else {
            assertThat(sessions.replaceOne(eq("_id", id), document).getMatchedCount()).isZero();
        }
    }

    private void update(int id, Bson update, Consumer<Document> naive) {
        if (model.containsKey(id)) {
            Document after = Document.parse(model.get(id).toJson());
            naive.accept(after);
            changed(after, () -> sessions.updateOne(eq("_id", id), update));
        } else {
            assertThat(sessions.updateOne(eq("_id", id), update).getMatchedCount()).isZero();
        }
    }

    private void changed(Document after, Runnable write) {
        boolean taken = isDuplicate(after);
        assertThat(isRefused(write)).isEqualTo(taken);
        if (!taken) {
            model.put(after.getInteger("_id"), after);
        }
    }

    private void delete(int id) {
        boolean there = model.remove(id) != null;
        assertThat(sessions.deleteOne(eq("_id", id)).getDeletedCount()).isEqualTo(there ? 1 : 0);
    }

    private void moveFirst(int a, int at) {
        Optional<Document> first =
                model.values().stream()
                        .filter(document -> Objects.equals(document.get("a"), a))
                        .min(Question.by("at").thenComparing(Question.by("_id")));
        Document before =
                sessions.findOneAndUpdate(
                        eq("a", a),
                        bson("{$set: {at: " + at + "}}"),
                        new FindOneAndUpdateOptions().sort(bson("{at: 1, _id: 1}")));
        assertThat(Optional.ofNullable(before)).isEqualTo(first);
        first.ifPresent(
                document -> {
                    Document after = new Document(document).append("at", at);
                    model.put(after.getInteger("_id"), after);
                });
    }

    private void moveAll(int b, int at) {
        List<Document> moved =
                model.values().stream()
                        .filter(document -> Objects.equals(document.get("b"), b))
                        .toList();
        assertThat(
                        sessions.updateMany(eq("b", b), bson("{$set: {at: " + at + "}}"))
                                .getMatchedCount())
                .isEqualTo(moved.size());
        moved.forEach(
                document ->
                        model.put(
                                document.getInteger("_id"),
                                new Document(document).append("at", at)));
    }

    private boolean isDuplicate(Document candidate) {
        return candidate.containsKey("req")
                && others(candidate)
                        .anyMatch(
                                other ->
                                        Objects.equals(other.get("req"), candidate.get("req"))
                                                && Objects.equals(
                                                        other.get("b"), candidate.get("b")));
    }

    private Stream<Document> others(Document candidate) {
        return model.values().stream()
                .filter(other -> !Objects.equals(other.get("_id"), candidate.get("_id")));
    }

    private static boolean isRefused(Runnable write) {
        try {
            write.run();
            return false;
        } catch (MongoWriteException refused) {
            assertThat(refused.getError().getCategory()).isEqualTo(ErrorCategory.DUPLICATE_KEY);
            return true;
        }
    }

    private static void forget(Document document, String... fields) {
        for (String field : fields) {
            document.remove(field);
        }
    }

    private static void push(Document document, int k) {
        List<Document> tags = new ArrayList<>(document.getList("tags", Document.class, List.of()));
        tags.add(new Document("k", k).append("on", true));
        document.append("tags", tags);
    }

    private static void pull(Document document, int k) {
        if (document.containsKey("tags")) {
            List<Document> tags = new ArrayList<>(document.getList("tags", Document.class));
            tags.removeIf(tag -> tag.getInteger("k") == k);
            document.append("tags", tags);
        }
    }
}
