package io.sandkeeper.local.stack;

import io.sandkeeper.local.broker.BrokerProcess;
import io.sandkeeper.local.process.AotCaches;
import io.sandkeeper.local.process.JavaCommand;
import io.sandkeeper.local.process.StackFolder;
import io.sandkeeper.local.store.StoreProcess;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Makes the parts that a plan asks for. */
final class Parts {
    private static final String OWN_CLASS_PATH = System.getProperty("java.class.path");

    private final Plan plan;
    private final Path home;
    private final StackFolder folder;
    private final AotCaches caches;

    Parts(Plan plan, Path home, StackFolder folder, AotCaches caches) {
        this.plan = plan;
        this.home = home;
        this.folder = folder;
        this.caches = caches;
    }

    /** What the workers need: each inner list in order, the lists side by side. */
    List<List<Part>> foundations() {
        return List.of(
                List.of(kafka(), new TopicsPart(plan.bootstrapServers(), plan.partitions())),
                List.of(mongodb()),
                List.of(sandboxes()));
    }

    List<Part> workers() {
        return IntStream.rangeClosed(1, plan.workers()).mapToObj(this::worker).toList();
    }

    private Part kafka() {
        var servers = plan.bootstrapServers();
        if (plan.kafka().isPresent()) {
            return new RemotePart("kafka", servers, Addresses.probe(servers, Ports.KAFKA));
        }
        var port = plan.ports().kafka();
        var arguments =
                List.of(
                        folder.path().resolve("kafka").toString(),
                        Integer.toString(port),
                        Integer.toString(Ports.free()));
        return new ProcessPart(
                "kafka",
                servers,
                own("broker", BrokerProcess.class, "256m", arguments),
                Probe.local(port),
                folder);
    }

    private Part mongodb() {
        var uri = plan.mongodbUri();
        if (plan.mongodb().isPresent()) {
            return new RemotePart(
                    "mongodb",
                    Addresses.withoutPassword(uri),
                    Addresses.probe(Addresses.hostOf(uri), Ports.MONGODB));
        }
        var port = plan.ports().mongodb();
        return new ProcessPart(
                "mongodb",
                uri,
                own("store", StoreProcess.class, "384m", List.of(Integer.toString(port))),
                Probe.local(port),
                folder);
    }

    private Part sandboxes() {
        var address = plan.sandboxes();
        if (plan.cloud().isPresent()) {
            return new RemotePart("sandboxes", address.toString(), Addresses.probe(address));
        }
        var arguments = new ArrayList<String>();
        arguments.addAll(List.of("--port", Integer.toString(plan.ports().sandboxes())));
        arguments.addAll(List.of("--data", folder.path().resolve("sandboxes").toString()));
        if (plan.internet()) {
            arguments.add("--allow-internet");
        }
        return new ProcessPart(
                "sandboxes",
                address.toString(),
                module(
                        "sandbox-server",
                        Module.SANDBOX_SERVER,
                        "io.sandkeeper.sandboxserver.Main",
                        "192m",
                        arguments,
                        WorkerSettings.cloud(plan)),
                Probe.local(plan.ports().sandboxes()),
                folder);
    }

    private Part worker(int number) {
        var address = plan.worker(number);
        return new ProcessPart(
                "worker " + number,
                address.toString(),
                module(
                        "worker",
                        Module.WORKER,
                        "io.sandkeeper.worker.WorkerApplication",
                        "384m",
                        WorkerSettings.arguments(address),
                        WorkerSettings.environment(plan)),
                Probe.healthy(URI.create(address + "/actuator/health/readiness")),
                folder);
    }

    private JavaCommand own(String role, Class<?> main, String heap, List<String> arguments) {
        return new JavaCommand(
                main.getName(),
                OWN_CLASS_PATH,
                options(role, heap, OWN_CLASS_PATH),
                arguments,
                Map.of());
    }

    private JavaCommand module(
            String role,
            Module module,
            String main,
            String heap,
            List<String> arguments,
            Map<String, String> environment) {
        var classPath = module.classPath(home);
        return new JavaCommand(
                main, classPath, options(role, heap, classPath), arguments, environment);
    }

    private List<String> options(String role, String heap, String classPath) {
        var options = new ArrayList<String>();
        options.add("-Xmx" + heap);
        options.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
        options.addAll(caches.options(role, classPath));
        return options;
    }
}
