package io.sandkeeper.local.store;

import com.mongodb.client.model.Filters;

import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/** One random question, once for the server and once in plain Java over all documents. */
record Question(
        Bson filter, Predicate<Document> naive, Bson sort, Comparator<Document> order, int limit) {
    static Question random(Random random) {
        int parts = 1 + random.nextInt(3);
        List<Bson> filters = new ArrayList<>();
        Predicate<Document> naive = _ -> true;
        for (int i = 0; i < parts; i++) {
            Part part = Part.random(random);
            filters.add(part.filter);
            naive = naive.and(part.naive);
        }
        Bson filter = filters.size() == 1 ? filters.getFirst() : Filters.and(filters);
        return ordered(random, filter, naive, random.nextInt(3) == 0 ? 1 + random.nextInt(10) : 0);
    }

    private static Question ordered(
            Random random, Bson filter, Predicate<Document> naive, int limit) {
        return switch (random.nextInt(7)) {
            case 0 ->
                    new Question(
                            filter,
                            naive,
                            Document.parse("{at: 1, _id: 1}"),
                            by("at").thenComparing(by("_id")),
                            limit);
            case 1 ->
                    new Question(
                            filter,
                            naive,
                            Document.parse("{at: -1, _id: 1}"),
                            by("at").reversed().thenComparing(by("_id")),
                            limit);
            case 2 ->
                    new Question(
                            filter,
                            naive,
                            Document.parse("{a: 1, at: -1}"),
                            by("a").thenComparing(by("at").reversed()),
                            0);
            case 3 ->
                    new Question(
                            filter,
                            naive,
                            Document.parse("{b: -1, at: -1}"),
                            by("b").reversed().thenComparing(by("at").reversed()),
                            0);
            case 4 -> new Question(filter, naive, Document.parse("{at: 1}"), by("at"), 0);
            case 5 ->
                    new Question(filter, naive, Document.parse("{at: -1}"), by("at").reversed(), 0);
            default -> new Question(filter, naive, new Document(), (_, _) -> 0, 0);
        };
    }

    static Comparator<Document> by(String field) {
        return Comparator.comparing(
                document -> document.getInteger(field),
                Comparator.nullsFirst(Comparator.naturalOrder()));
    }

    private record Part(Bson filter, Predicate<Document> naive) {
        static Part random(Random random) {
            int x = random.nextInt(6);
            int t = random.nextInt(100);
            Set<Integer> several =
                    new HashSet<>(Arrays.asList(x, random.nextInt(6), random.nextInt(6)));
            return switch (random.nextInt(13)) {
                case 0 -> new Part(Filters.eq("a", x), document -> is(document, "a", x));
                case 1 ->
                        new Part(
                                Filters.in("a", several),
                                document -> several.contains(document.get("a")));
                case 2 ->
                        new Part(
                                Filters.lte("at", t),
                                document -> number(document, "at", 1_000) <= t);
                case 3 -> new Part(Filters.gt("at", t), document -> number(document, "at", -1) > t);
                case 4 ->
                        new Part(
                                Filters.and(Filters.gte("at", t / 2), Filters.lt("at", t)),
                                document ->
                                        number(document, "at", -1) >= t / 2
                                                && number(document, "at", 1_000) < t);
                case 5 -> new Part(Filters.eq("b", x), document -> is(document, "b", x));
                case 6 ->
                        new Part(
                                Filters.eq("tags.k", x),
                                document ->
                                        tags(document).stream().anyMatch(tag -> is(tag, "k", x)));
                case 7 ->
                        new Part(
                                Filters.in("tags.k", several),
                                document ->
                                        tags(document).stream()
                                                .anyMatch(tag -> several.contains(tag.get("k"))));
                case 8 ->
                        new Part(
                                Filters.elemMatch(
                                        "tags",
                                        Filters.and(Filters.eq("k", x), Filters.eq("on", true))),
                                document ->
                                        tags(document).stream()
                                                .anyMatch(
                                                        tag ->
                                                                is(tag, "k", x)
                                                                        && tag.getBoolean("on")));
                case 12 ->
                        new Part(
                                Filters.gte("tags.k", x),
                                document ->
                                        tags(document).stream()
                                                .anyMatch(tag -> number(tag, "k", -1) >= x));
                case 9 -> new Part(Filters.eq("a", null), document -> document.get("a") == null);
                case 10 ->
                        new Part(
                                Filters.exists("at", x % 2 == 0),
                                document -> document.containsKey("at") == (x % 2 == 0));
                default ->
                        new Part(
                                Filters.eq("req", t % 30), document -> is(document, "req", t % 30));
            };
        }

        private static boolean is(Document document, String field, int value) {
            return document.get(field) instanceof Integer number && number == value;
        }

        private static int number(Document document, String field, int otherwise) {
            return document.getInteger(field, otherwise);
        }

        private static List<Document> tags(Document document) {
            @Nullable List<Document> tags = document.getList("tags", Document.class);
            return tags == null ? Collections.emptyList() : tags;
        }
    }
}
