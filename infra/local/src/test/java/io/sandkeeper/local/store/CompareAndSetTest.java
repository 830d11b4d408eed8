package io.sandkeeper.local.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.result.UpdateResult;

import org.bson.Document;
import org.junit.jupiter.api.Test;

class CompareAndSetTest extends StoreContract {
    @Test
    void changes_the_document_whose_version_is_as_expected() {
        sessions.insertOne(doc("{_id: 's1', version: 7, state: 'RUNNING'}"));

        UpdateResult result =
                sessions.updateOne(
                        and(eq("_id", "s1"), eq("version", 7)),
                        combine(set("state", "PAUSING"), inc("version", 1)));

        assertThat(result.getMatchedCount()).isEqualTo(1);
        assertThat(result.getModifiedCount()).isEqualTo(1);
        assertThat(sessions.find().first())
                .isEqualTo(doc("{_id: 's1', version: 8, state: 'PAUSING'}"));
    }

    @Test
    void changes_nothing_when_the_version_has_moved_on() {
        sessions.insertOne(doc("{_id: 's1', version: 8, state: 'RUNNING'}"));

        UpdateResult result =
                sessions.updateOne(and(eq("_id", "s1"), eq("version", 7)), set("state", "PAUSING"));

        assertThat(result.getMatchedCount()).isZero();
        assertThat(sessions.find().first())
                .isEqualTo(doc("{_id: 's1', version: 8, state: 'RUNNING'}"));
    }

    @Test
    void may_ask_for_more_than_the_version() {
        sessions.insertOne(doc("{_id: 's1', version: 7, lastActivity: 100}"));

        assertThat(
                        sessions.updateOne(
                                        and(
                                                eq("_id", "s1"),
                                                and(eq("version", 7), eq("lastActivity", 99))),
                                        inc("version", 1))
                                .getMatchedCount())
                .isZero();
        assertThat(
                        sessions.updateOne(
                                        bson("{_id: 's1', version: 7, lastActivity: 100}"),
                                        inc("version", 1))
                                .getMatchedCount())
                .isEqualTo(1);
    }

    @Test
    void can_hand_back_the_document_before_or_after() {
        sessions.insertOne(doc("{_id: 's1', version: 1}"));

        Document before =
                sessions.findOneAndUpdate(
                        and(eq("_id", "s1"), eq("version", 1)), inc("version", 1));
        Document after =
                sessions.findOneAndUpdate(
                        and(eq("_id", "s1"), eq("version", 2)),
                        inc("version", 1),
                        new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER));
        Document none =
                sessions.findOneAndUpdate(
                        and(eq("_id", "s1"), eq("version", 2)), inc("version", 1));

        assertThat(before).isEqualTo(doc("{_id: 's1', version: 1}"));
        assertThat(after).isEqualTo(doc("{_id: 's1', version: 3}"));
        assertThat(none).isNull();
    }

    @Test
    void that_changes_nothing_matches_without_modifying() {
        sessions.insertOne(doc("{_id: 's1', version: 1}"));

        UpdateResult result = sessions.updateOne(eq("_id", "s1"), set("version", 1));

        assertThat(result.getMatchedCount()).isEqualTo(1);
        assertThat(result.getModifiedCount()).isZero();
    }

    @Test
    void can_insert_what_is_not_there() {
        UpdateResult first = upsert("s1");
        UpdateResult second = upsert("s1");

        assertThat(first.getUpsertedId()).isNotNull();
        assertThat(second.getUpsertedId()).isNull();
        assertThat(second.getModifiedCount()).isEqualTo(1);
        assertThat(sessions.find())
                .containsExactly(doc("{_id: 's1', version: 2, state: 'QUEUED'}"));
    }

    private UpdateResult upsert(String id) {
        return sessions.updateOne(
                eq("_id", id),
                combine(inc("version", 1), set("state", "QUEUED")),
                new UpdateOptions().upsert(true));
    }
}
