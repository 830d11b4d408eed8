package io.sandkeeper.local.store;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoBackend;
import de.bwaldvogel.mongo.backend.memory.MemoryDatabase;
import de.bwaldvogel.mongo.bson.Document;

import io.netty.channel.Channel;

import java.time.InstantSource;
import java.time.ZoneOffset;

/** All databases of one embedded store, and the commands that concern the server as a whole. */
final class StoreBackend extends AbstractMongoBackend {
    StoreBackend(InstantSource clock) {
        super(clock.withZone(ZoneOffset.UTC));
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
        return new MemoryDatabase(name, getCursorRegistry());
    }

    @Override
    public Document handleCommand(
            Channel channel, String database, String command, Document query) {
        return switch (command.toLowerCase(java.util.Locale.ROOT)) {
            case "hello" ->
                    super.handleCommand(channel, database, "ismaster", query)
                            .append("isWritablePrimary", true)
                            .append("helloOk", true);
            case "ismaster" ->
                    super.handleCommand(channel, database, command, query).append("helloOk", true);
            default -> super.handleCommand(channel, database, command, query);
        };
    }
}
