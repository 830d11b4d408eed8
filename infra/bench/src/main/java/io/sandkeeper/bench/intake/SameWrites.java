package io.sandkeeper.bench.intake;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.bson.Document;
import org.bson.types.Binary;

import java.time.Instant;

/**
 * One insert and one update for each record, as durable as the worker's and not larger: the record
 * itself, then a field or two.
 */
final class SameWrites {
    private static final int CONNECTIONS = 100;

    private final MongoCollection<Document> records;

    SameWrites(MongoDatabase database) {
        records = database.getCollection("records");
    }

    static MongoClientSettings settings(String uri) {
        return MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(uri))
                .applyToConnectionPoolSettings(pool -> pool.maxSize(CONNECTIONS))
                .writeConcern(WriteConcern.MAJORITY.withJournal(true))
                .build();
    }

    void accepted(ConsumerRecord<String, byte[]> record) {
        var _ =
                records.insertOne(
                        new Document("_id", id(record))
                                .append("state", "CREATING")
                                .append("request", new Binary(record.value()))
                                .append("since", Instant.now()));
    }

    void done(ConsumerRecord<String, byte[]> record) {
        var _ =
                records.updateOne(
                        eq("_id", id(record)),
                        new Document(
                                "$set",
                                new Document("state", "RUNNING").append("since", Instant.now())));
    }

    private static String id(ConsumerRecord<String, byte[]> record) {
        return record.key() + '/' + record.offset();
    }
}
