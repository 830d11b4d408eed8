package io.sandkeeper.local.store;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.AbstractMongoBackend;
import de.bwaldvogel.mongo.bson.Document;

import io.netty.channel.Channel;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/** All databases of one embedded store, and the commands that concern the server as a whole. */
final class StoreBackend extends AbstractMongoBackend {
    private final StoreCollection.Server server =
            new StoreCollection.Server(new Examined(), new Expiry());

    StoreBackend(InstantSource clock) {
        super(clock.withZone(ZoneOffset.UTC));
        version(new Version());
    }

    Examined examined() {
        return server.examined();
    }

    void expire() {
        server.expiry().sweep(getClock().instant());
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
        return new StoreDatabase(name, getCursorRegistry(), server);
    }

    @Override
    public Document handleCommand(
            Channel channel, String database, String command, Document query) {
        return switch (command.toLowerCase(Locale.ROOT)) {
            case "hello" ->
                    super.handleCommand(channel, database, "ismaster", query)
                            .append("isWritablePrimary", true)
                            .append("helloOk", true);
            case "ismaster" ->
                    super.handleCommand(channel, database, command, query).append("helloOk", true);
            default -> super.handleCommand(channel, database, command, query);
        };
    }

    /**
     * Without a size asked for, a batch is what fits into a message; the library would refuse to
     * send none.
     */
    @Override
    protected Document handleGetMore(String database, String command, Document query) {
        query.putIfAbsent("batchSize", Integer.MAX_VALUE);
        return super.handleGetMore(database, command, query);
    }

    /**
     * Under the names that a real server uses, so that a test of index use can be asked of both.
     */
    @Override
    public Document getServerStatus() {
        Document status = super.getServerStatus();
        new Message(status)
                .document("metrics")
                .append(
                        "queryExecutor",
                        new Document("scanned", examined().keys())
                                .append("scannedObjects", examined().documents()));
        return status;
    }

    /** The oldest server that the product is written for. */
    private static final class Version implements MongoVersion {
        @Override
        public List<Integer> getVersionArray() {
            return List.of(7, 0, 0);
        }

        @Override
        public int getWireVersion() {
            return 21;
        }
    }
}
