package io.sandkeeper.worker.settings;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * Where sessions are kept.
 *
 * @param uri a MongoDB connection string; may hold a password
 * @param retention how long an ended session is remembered; must be longer than the topics keep
 *     records
 */
@ConfigurationProperties("sandkeeper.mongodb")
public record StoreSettings(
        @DefaultValue("mongodb://127.0.0.1:27017/") String uri,
        @DefaultValue("sandkeeper") String database,
        @DefaultValue("100") int connections,
        @DefaultValue("5s") Duration timeout,
        @DefaultValue("30d") Duration retention) {
    @Override
    public String toString() {
        return "StoreSettings[" + database + "]";
    }
}
