package io.sandkeeper.local;

import io.sandkeeper.local.stack.Plan;
import io.sandkeeper.local.stack.Ports;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.net.URI;
import java.util.Optional;

/** The options of {@code up}. */
final class UpOptions {
    private static final int MOST_WORKERS = 64;
    private static final int MOST_PARTITIONS = 1024;
    private static final int HIGHEST_PORT = 65535;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--workers",
            paramLabel = "<n>",
            defaultValue = "1",
            description =
                    "How many workers to start (default: 1); 0 leaves that to you, for example in an IDE.")
    private int workers = 1;

    @Option(
            names = "--partitions",
            paramLabel = "<n>",
            defaultValue = "64",
            description = "Partitions of each topic, a power of two (default: 64).")
    private int partitions = 64;

    @Option(
            names = "--kafka",
            paramLabel = "<host:port>",
            description = "Use this Kafka instead of starting one. Missing topics are created.")
    private @Nullable String kafka;

    @Option(
            names = "--mongodb",
            paramLabel = "<uri>",
            description = "Use this MongoDB instead of starting a store.")
    private @Nullable String mongodb;

    @Option(
            names = "--e2b",
            paramLabel = "<url>",
            description = "Use this E2B-compatible cloud instead of starting a sandbox server.")
    private @Nullable URI cloud;

    @Option(
            names = "--e2b-key",
            paramLabel = "<key>",
            defaultValue = "${env:E2B_API_KEY}",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
            description =
                    "Its key. Others on this machine can see it here; E2B_API_KEY hides it better.")
    private @Nullable String key;

    @Option(
            names = "--allow-internet",
            description = "Let local sandboxes reach the internet, for example to clone.")
    private boolean internet;

    @Option(
            names = "--port-kafka",
            paramLabel = "<port>",
            defaultValue = "" + Ports.KAFKA,
            description = "Kafka's port (default: ${DEFAULT-VALUE}).")
    private int kafkaPort;

    @Option(
            names = "--port-mongodb",
            paramLabel = "<port>",
            defaultValue = "" + Ports.MONGODB,
            description = "The store's port (default: ${DEFAULT-VALUE}).")
    private int mongodbPort;

    @Option(
            names = "--port-sandboxes",
            paramLabel = "<port>",
            defaultValue = "" + Ports.SANDBOXES,
            description = "The sandbox server's port (default: ${DEFAULT-VALUE}).")
    private int sandboxesPort;

    @Option(
            names = "--port-worker",
            paramLabel = "<port>",
            defaultValue = "" + Ports.WORKER,
            description =
                    "The first worker's HTTP port, the next ones follow it (default:"
                            + " ${DEFAULT-VALUE}).")
    private int workerPort;

    Plan plan() {
        require(
                workers >= 0 && workers <= MOST_WORKERS,
                "--workers takes a number from 0 to " + MOST_WORKERS + ", not " + workers + ".");
        require(
                partitions >= 1
                        && partitions <= MOST_PARTITIONS
                        && Integer.bitCount(partitions) == 1,
                "--partitions takes a power of two up to "
                        + MOST_PARTITIONS
                        + ", not "
                        + partitions
                        + ".");
        requirePort("--port-kafka", kafkaPort);
        requirePort("--port-mongodb", mongodbPort);
        requirePort("--port-sandboxes", sandboxesPort);
        requirePort("--port-worker", workerPort);
        return new Plan(
                workers,
                partitions,
                new Ports(kafkaPort, mongodbPort, sandboxesPort, workerPort),
                realKafka(),
                realMongodb(),
                realCloud(),
                internet);
    }

    private Optional<String> realKafka() {
        require(
                kafka == null || kafka.matches("[^:,\\s]+:\\d{1,5}(,[^:,\\s]+:\\d{1,5})*"),
                "--kafka takes host:port, for example --kafka 127.0.0.1:9092, not " + kafka + ".");
        return Optional.ofNullable(kafka);
    }

    private Optional<String> realMongodb() {
        require(
                mongodb == null || mongodb.matches("mongodb(\\+srv)?://.+"),
                "--mongodb takes a connection string, for example --mongodb"
                        + " mongodb://127.0.0.1:27017/.");
        return Optional.ofNullable(mongodb);
    }

    private Optional<Plan.Cloud> realCloud() {
        var address = cloud;
        if (address == null) {
            return Optional.empty();
        }
        require(
                address.getHost() != null && address.toString().startsWith("http"),
                "--e2b takes an address, for example --e2b https://api.e2b.app, not "
                        + address
                        + ".");
        var secret = key;
        if (secret == null || secret.isBlank()) {
            throw refusal("--e2b needs a key: set E2B_API_KEY, or give --e2b-key.");
        }
        return Optional.of(new Plan.Cloud(address, secret));
    }

    private void requirePort(String option, int port) {
        require(
                port >= 1 && port <= HIGHEST_PORT,
                option + " takes a port from 1 to " + HIGHEST_PORT + ", not " + port + ".");
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw refusal(otherwise);
        }
    }

    private ParameterException refusal(String message) {
        if (command == null) {
            throw new IllegalStateException("not part of a command line");
        }
        return new ParameterException(command.commandLine(), message);
    }
}
