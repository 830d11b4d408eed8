package io.sandkeeper.local.store;

import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The servers that keep the store's contract: ours always, a real one when its address is given.
 */
enum Target {
    EMBEDDED,
    REAL_MONGODB;

    static final String URI = "SANDKEEPER_TEST_MONGODB_URI";

    static List<Target> available() {
        return uri().isPresent() ? List.of(EMBEDDED, REAL_MONGODB) : List.of(EMBEDDED);
    }

    static Optional<String> uri() {
        return Optional.ofNullable(System.getProperty(URI, System.getenv(URI)));
    }

    Session open() {
        return switch (this) {
            case EMBEDDED -> {
                EmbeddedStore store = EmbeddedStore.start(0);
                yield new Session(store.uri(), store::close);
            }
            case REAL_MONGODB -> new Session(uri().orElseThrow(), () -> {});
        };
    }

    /** A client with a database of its own, which goes when the session ends. */
    static final class Session implements AutoCloseable {
        private final Runnable stopServer;
        private final MongoClient client;
        private final MongoDatabase database;

        Session(String uri, Runnable stopServer) {
            this.stopServer = stopServer;
            this.client = MongoClients.create(uri);
            this.database =
                    client.getDatabase("contract-" + UUID.randomUUID())
                            .withWriteConcern(WriteConcern.MAJORITY.withJournal(true))
                            .withReadConcern(ReadConcern.MAJORITY);
        }

        MongoDatabase database() {
            return database;
        }

        @Override
        public void close() {
            database.drop();
            client.close();
            stopServer.run();
        }
    }
}
