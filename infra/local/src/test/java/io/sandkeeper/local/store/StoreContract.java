package io.sandkeeper.local.store;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;

import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.UUID;

/**
 * What every server that the product stores its sessions in must do, asked through the real driver.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("io.sandkeeper.local.store.Target#available")
abstract class StoreContract {
    // JUnit sets it before anything else runs.
    @SuppressWarnings("NullAway.Init")
    @Parameter
    Target target;

    private Target.Session session;

    /** A new collection for each test. */
    MongoCollection<Document> sessions;

    @BeforeEach
    void open() {
        session = target.open();
        sessions = database().getCollection("sessions-" + UUID.randomUUID());
    }

    @AfterEach
    void close() {
        if (session != null) {
            session.close();
        }
    }

    MongoDatabase database() {
        return session.database();
    }

    static Document doc(String json) {
        return Document.parse(json);
    }

    static BsonDocument bson(String json) {
        return BsonDocument.parse(json);
    }
}
