package io.sandkeeper.local.broker;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;

/** The process of the broker: formats its folder when that is new, serves until it is stopped. */
public final class BrokerProcess {
    private BrokerProcess() {}

    /** Takes the folder, the port and the controller's port; prints "ready" when it serves. */
    public static void main(String[] arguments) throws Exception {
        var settings =
                new BrokerSettings(
                        Path.of(arguments[0]),
                        Integer.parseInt(arguments[1]),
                        Integer.parseInt(arguments[2]));
        format(settings.folder());
        var server =
                new KafkaRaftServer(
                        new KafkaConfig(settings.properties(), /* doLog= */ false), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "stop-broker"));
        server.startup();
        System.out.println("ready");
        server.awaitShutdown();
    }

    private static void format(Path folder) throws Exception {
        var quiet = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        new Formatter()
                .setPrintStream(quiet)
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setClusterId(clusterId(folder))
                .setNodeId(BrokerSettings.NODE)
                .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                .setMetadataLogDirectory(folder.toString())
                .addDirectory(folder.toString())
                .setIgnoreFormatted(true)
                .run();
    }

    /** The folder's own, so that a broker that starts again in it is the one that it was. */
    private static String clusterId(Path folder) {
        var name = folder.toString().getBytes(StandardCharsets.UTF_8);
        var id = UUID.nameUUIDFromBytes(name);
        return new Uuid(id.getMostSignificantBits(), id.getLeastSignificantBits()).toString();
    }
}
