package io.sandkeeper.local.broker;

import io.sandkeeper.local.process.Child;
import io.sandkeeper.local.process.JavaCommand;
import io.sandkeeper.local.process.StackFolder;
import io.sandkeeper.local.stack.Ports;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A broker in a process of its own, with the topics, for the time of a test. */
public final class RealBroker implements AutoCloseable {
    private final StackFolder folder;
    private final Child process;
    private final String servers;

    private RealBroker(StackFolder folder, Child process, String servers) {
        this.folder = folder;
        this.process = process;
        this.servers = servers;
    }

    public static RealBroker start(int partitions) throws Exception {
        var folder = StackFolder.create();
        var port = Ports.free();
        var process =
                folder.start(
                        "kafka",
                        new JavaCommand(
                                BrokerProcess.class.getName(),
                                System.getProperty("java.class.path"),
                                List.of(
                                        "-Xmx256m",
                                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"),
                                List.of(
                                        folder.path().resolve("kafka").toString(),
                                        Integer.toString(port),
                                        Integer.toString(Ports.free())),
                                Map.of()));
        var broker = new RealBroker(folder, process, "127.0.0.1:" + port);
        try {
            broker.awaitReady();
            try (var topics = new Topics(broker.servers)) {
                topics.create(partitions);
            }
            return broker;
        } catch (Exception failure) {
            broker.close();
            throw failure;
        }
    }

    private void awaitReady() throws Exception {
        while (!process.lastWords(100).contains("ready")) {
            if (process.endsWithin(Duration.ofMillis(50))) {
                throw new AssertionError("the broker ended: " + process.lastWords(20));
            }
        }
    }

    public String servers() {
        return servers;
    }

    Path folder() {
        return folder.path();
    }

    Child process() {
        return process;
    }

    @Override
    public void close() {
        process.askToStop();
        folder.close();
    }
}
