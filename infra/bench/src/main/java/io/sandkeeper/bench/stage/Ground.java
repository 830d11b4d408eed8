package io.sandkeeper.bench.stage;

import io.sandkeeper.local.broker.BrokerProcess;
import io.sandkeeper.local.broker.Topics;
import io.sandkeeper.local.process.Child;
import io.sandkeeper.local.process.JavaCommand;
import io.sandkeeper.local.process.StackFolder;
import io.sandkeeper.local.stack.Ports;
import io.sandkeeper.local.store.StoreProcess;

import org.apache.kafka.clients.admin.NewTopic;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A broker and a store, new and empty, each a process of its own as the local stack starts it. */
public final class Ground implements AutoCloseable {
    private static final String READY = "ready";

    private final StackFolder folder;
    private final Child broker;
    private final Child store;
    private final String servers;
    private final String storeUri;

    private Ground(StackFolder folder, Child broker, Child store, String servers, String uri) {
        this.folder = folder;
        this.broker = broker;
        this.store = store;
        this.servers = servers;
        this.storeUri = uri;
    }

    /** Returns when both serve and the contract's topics are there. */
    public static Ground lay(int partitions) throws IOException, InterruptedException {
        var folder = StackFolder.create();
        try {
            int port = Ports.free();
            var broker = startBroker(folder, port);
            var store =
                    folder.start(
                            "store", command(StoreProcess.class, List.of("-Xmx1g"), List.of("0")));
            awaitReady(broker);
            var uri = awaitReady(store).substring(READY.length()).strip();
            var servers = "127.0.0.1:" + port;
            try (var topics = new Topics(servers)) {
                topics.create(partitions);
            }
            return new Ground(folder, broker, store, servers, uri);
        } catch (IOException | InterruptedException | RuntimeException failure) {
            folder.startNoMore();
            folder.close();
            throw failure;
        }
    }

    private static Child startBroker(StackFolder folder, int port) throws IOException {
        var data = folder.path().resolve("kafka").toString();
        var arguments = List.of(data, Integer.toString(port), Integer.toString(Ports.free()));
        return folder.start("broker", command(BrokerProcess.class, Jvm.BROKER, arguments));
    }

    private static JavaCommand command(Class<?> main, List<String> own, List<String> arguments) {
        var options = new ArrayList<>(Jvm.MEASURED);
        options.addAll(own);
        options.add(Quiet.option());
        return new JavaCommand(
                main.getName(),
                System.getProperty("java.class.path"),
                options,
                arguments,
                Map.of());
    }

    private static String awaitReady(Child child) throws IOException, InterruptedException {
        while (true) {
            var said = child.lastWords(100).stream().filter(it -> it.startsWith(READY)).findFirst();
            if (said.isPresent()) {
                return said.get();
            }
            if (child.endsWithin(Duration.ofMillis(50))) {
                throw new IOException("ended before it was ready: " + child.lastWords(20));
            }
        }
    }

    /** Starts what is measured, in a process of its own on this ground. */
    public Performer perform(String name, Class<?> main, List<String> options, List<String> words)
            throws IOException {
        var all = new ArrayList<>(Jvm.MEASURED);
        all.addAll(options);
        return Performer.start(folder, name, main, all, words);
    }

    /** Topics of the benchmark's own; they take records when this returns. */
    public void create(List<String> names, int partitions) throws InterruptedException {
        try (var topics = new Topics(servers)) {
            topics.create(
                    names.stream()
                            .map(
                                    name ->
                                            new NewTopic(
                                                    name,
                                                    Optional.of(partitions),
                                                    Optional.empty()))
                            .toList());
        }
    }

    public String servers() {
        return servers;
    }

    public String storeUri() {
        return storeUri;
    }

    /** The processor time that the broker and the store have taken so far. */
    public Duration brokerTime() {
        return processorTime(broker);
    }

    public Duration storeTime() {
        return processorTime(store);
    }

    private static Duration processorTime(Child child) {
        return ProcessHandle.of(child.pid())
                .map(ProcessHandle::info)
                .flatMap(ProcessHandle.Info::totalCpuDuration)
                .or(() -> Optional.of(Duration.ZERO))
                .get();
    }

    @Override
    public void close() {
        store.askToStop();
        broker.askToStop();
        folder.close();
    }
}
