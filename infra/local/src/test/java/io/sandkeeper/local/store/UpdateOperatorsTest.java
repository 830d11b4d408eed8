package io.sandkeeper.local.store;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Projections.excludeId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import com.mongodb.client.model.UpdateOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class UpdateOperatorsTest extends StoreContract {
    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            {a: 1}                       | {$set: {a: 2, b: 'x'}}                                   | {a: 2, b: 'x'}
            {a: {b: 1, c: 2}}            | {$set: {'a.b': 5}}                                       | {a: {b: 5, c: 2}}
            {a: 1, b: 2}                 | {$unset: {b: ''}}                                        | {a: 1}
            {a: 1}                       | {$inc: {a: 2, b: -1}}                                    | {a: 3, b: -1}
            {a: 5}                       | {$max: {a: 3}}                                           | {a: 5}
            {a: 5}                       | {$max: {a: 8, b: 1}}                                     | {a: 8, b: 1}
            {a: 5}                       | {$min: {a: 3}}                                           | {a: 3}
            {l: [1]}                     | {$push: {l: 2}}                                          | {l: [1, 2]}
            {}                           | {$push: {l: {n: 1}}}                                     | {l: [{n: 1}]}
            {l: [1, 2]}                  | {$push: {l: {$each: [3, 4], $slice: -3}}}                | {l: [2, 3, 4]}
            {l: [1, 2]}                  | {$push: {l: {$each: [3], $slice: 2}}}                    | {l: [1, 2]}
            {l: [1, 2]}                  | {$push: {l: {$each: [0], $position: 0}}}                 | {l: [0, 1, 2]}
            {l: [1, 2, 3, 2]}            | {$pull: {l: 2}}                                          | {l: [1, 3]}
            {l: [{n: 1}, {n: 2}]}        | {$pull: {l: {n: {$lte: 1}}}}                             | {l: [{n: 2}]}
            {l: [1, 2]}                  | {$pull: {l: {$in: [1, 9]}}}                              | {l: [2]}
            {l: [1]}                     | {$addToSet: {l: 1}}                                      | {l: [1]}
            {l: [1]}                     | {$addToSet: {l: {$each: [1, 2]}}}                        | {l: [1, 2]}
            {l: [1, 2]}                  | {$pop: {l: -1}}                                          | {l: [2]}
            {a: 1}                       | {$rename: {a: 'b'}}                                      | {b: 1}
            {a: 1, l: []}                | {$set: {a: 2}, $push: {l: 1}, $inc: {v: 1}, $max: {m: 1}} | {a: 2, l: [1], v: 1, m: 1}
            {a: 1}                       | {$set: {b: null}}                                        | {a: 1, b: null}
            """)
    void change_the_document(String before, String update, String after) {
        sessions.insertOne(doc(before).append("_id", 1));

        sessions.updateOne(eq("_id", 1), bson(update));

        assertThat(sessions.find().projection(excludeId())).containsExactly(doc(after));
    }

    @Test
    void reach_the_elements_that_a_filter_names() {
        sessions.insertOne(
                doc(
                        "{_id: 1, incarnations: [{id: 'a', role: 'CURRENT'}, {id: 'b', role: 'CANDIDATE'}]}"));

        sessions.updateOne(
                eq("_id", 1),
                bson("{$set: {'incarnations.$[one].role': 'CONDEMNED'}}"),
                new UpdateOptions().arrayFilters(List.of(bson("{'one.id': 'a'}"))));

        assertThat(sessions.find().first())
                .isEqualTo(
                        doc(
                                "{_id: 1, incarnations: [{id: 'a', role: 'CONDEMNED'}, {id: 'b', role: 'CANDIDATE'}]}"));
    }

    @Test
    void reach_the_element_that_the_query_found() {
        sessions.insertOne(doc("{_id: 1, incarnations: [{id: 'a', n: 1}, {id: 'b', n: 1}]}"));
        sessions.createIndex(bson("{'incarnations.id': 1}"));

        sessions.updateOne(
                bson("{'incarnations.id': 'b'}"), bson("{$inc: {'incarnations.$.n': 1}}"));

        assertThat(sessions.find().first())
                .isEqualTo(doc("{_id: 1, incarnations: [{id: 'a', n: 1}, {id: 'b', n: 2}]}"));
    }

    @Test
    void set_on_insert_counts_for_new_documents_only() {
        UpdateOptions upsert = new UpdateOptions().upsert(true);

        sessions.updateOne(eq("_id", 1), bson("{$set: {a: 1}, $setOnInsert: {born: 1}}"), upsert);
        sessions.updateOne(eq("_id", 1), bson("{$set: {a: 2}, $setOnInsert: {born: 2}}"), upsert);

        assertThat(sessions.find()).containsExactly(doc("{_id: 1, a: 2, born: 1}"));
    }

    @Test
    void apply_to_all_matches_when_asked_to() {
        sessions.insertMany(
                List.of(doc("{_id: 1, a: 1}"), doc("{_id: 2, a: 1}"), doc("{_id: 3, a: 2}")));
        sessions.createIndex(bson("{a: 1}"));

        assertThat(sessions.updateMany(eq("a", 1), bson("{$inc: {a: 1}}")).getModifiedCount())
                .isEqualTo(2);
        assertThat(sessions.countDocuments(eq("a", 2))).isEqualTo(3);
    }

    @Test
    void cannot_touch_the_id() {
        sessions.insertOne(doc("{_id: 1}"));

        assertThatThrownBy(() -> sessions.updateOne(eq("_id", 1), bson("{$set: {_id: 2}}")))
                .isInstanceOfSatisfying(
                        MongoException.class,
                        failure -> assertThat(failure.getCode()).isEqualTo(66));
    }
}
