package io.sandkeeper.worker.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.gridfs.GridFSBucket;
import com.mongodb.client.gridfs.GridFSBuckets;
import com.mongodb.event.CommandListener;

import io.sandkeeper.worker.store.StoreRefused;
import io.sandkeeper.worker.store.StoreUnavailable;

import org.bson.BSONException;
import org.bson.BsonType;
import org.bson.Document;
import org.bson.codecs.BsonTypeClassMap;
import org.bson.codecs.CollectionCodecProvider;
import org.bson.codecs.DocumentCodecProvider;
import org.bson.codecs.configuration.CodecRegistries;
import org.bson.codecs.configuration.CodecRegistry;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The database. Everything is asked through {@link #ask}: thousands of virtual threads share a few
 * connections, and one that finds none waits its turn instead of running into the pool's timeout.
 *
 * <p>Writes are acknowledged by a majority and journaled, reads come from the primary and show what
 * a majority has: what was read or acknowledged is not rolled back.
 */
public final class Mongo implements AutoCloseable {
    /** Dates are read as instants. */
    private static final BsonTypeClassMap TYPES =
            new BsonTypeClassMap(Map.of(BsonType.DATE_TIME, Instant.class));

    public static final CodecRegistry CODECS =
            CodecRegistries.fromRegistries(
                    CodecRegistries.fromProviders(
                            new DocumentCodecProvider(TYPES), new CollectionCodecProvider(TYPES)),
                    MongoClientSettings.getDefaultCodecRegistry());

    private final MongoClient client;
    private final MongoDatabase database;
    private final Semaphore gate;

    private Mongo(MongoClient client, MongoSettings settings) {
        this.client = client;
        this.database = client.getDatabase(settings.database());
        this.gate = new Semaphore(settings.connections(), true);
    }

    /**
     * Does not wait for the database: who asks first does.
     *
     * @param listeners hear of every command
     */
    public static Mongo connect(MongoSettings settings, CommandListener... listeners) {
        var driver = driverSettings(settings).commandListenerList(List.of(listeners)).build();
        return new Mongo(MongoClients.create(driver), settings);
    }

    private static MongoClientSettings.Builder driverSettings(MongoSettings settings) {
        return MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(settings.uri()))
                .applyToConnectionPoolSettings(pool -> pool.maxSize(settings.connections()))
                .applicationName("sandkeeper")
                .codecRegistry(CODECS)
                .readPreference(ReadPreference.primary())
                .readConcern(ReadConcern.MAJORITY)
                .writeConcern(WriteConcern.MAJORITY.withJournal(true))
                .timeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    public MongoCollection<Document> collection(String name) {
        return database.getCollection(name);
    }

    /** For what is larger than a document: each call may take a minute. */
    public GridFSBucket bucket(String name) {
        return GridFSBuckets.create(database, name).withTimeout(1, TimeUnit.MINUTES);
    }

    /**
     * Asks the database something, with a connection to do so.
     *
     * @throws StoreUnavailable asking again may help; what was asked may have been done
     * @throws StoreRefused asking again will not help
     */
    public <T> T ask(Supplier<T> question) {
        enter();
        try {
            return question.get();
        } catch (MongoException | BSONException e) {
            throw Failures.of(e);
        } finally {
            gate.release();
        }
    }

    /** What is wrong with the database, if it cannot be asked now. Names no address. */
    public Optional<String> complaint() {
        try {
            var _ = ask(() -> database.runCommand(new Document("ping", 1)));
            return Optional.empty();
        } catch (StoreUnavailable | StoreRefused e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    private void enter() {
        try {
            gate.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable("interrupted while waiting for a connection", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
