package io.sandkeeper.worker.mongo;

import com.mongodb.ConnectionString;

import java.time.Duration;

/**
 * How the database is reached.
 *
 * @param uri a MongoDB connection string; may hold a password, so {@link #toString()} shows its
 *     hosts only
 * @param database the database's name
 * @param connections how many connections are opened at most; whoever needs one more waits
 * @param timeout how long one operation may take in all, the driver's own retries included
 */
public record MongoSettings(String uri, String database, int connections, Duration timeout) {
    public static final String DEFAULT_URI = "mongodb://127.0.0.1:27017/";
    public static final String DEFAULT_DATABASE = "sandkeeper";
    public static final int DEFAULT_CONNECTIONS = 100;
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    public MongoSettings {
        if (connections < 1) {
            throw new IllegalArgumentException(
                    "connections must be at least 1, not " + connections);
        }
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException("timeout must be positive, not " + timeout);
        }
    }

    public static MongoSettings at(String uri) {
        return new MongoSettings(uri, DEFAULT_DATABASE, DEFAULT_CONNECTIONS, DEFAULT_TIMEOUT);
    }

    public MongoSettings withDatabase(String name) {
        return new MongoSettings(uri, name, connections, timeout);
    }

    @Override
    public String toString() {
        return "MongoSettings[%s/%s, %d connections, %s]"
                .formatted(new ConnectionString(uri).getHosts(), database, connections, timeout);
    }
}
