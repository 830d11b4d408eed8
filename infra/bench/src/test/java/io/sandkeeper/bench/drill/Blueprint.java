package io.sandkeeper.bench.drill;

import io.sandkeeper.local.broker.BrokerProcess;
import io.sandkeeper.local.process.StackFolder;
import io.sandkeeper.local.stack.Ports;
import io.sandkeeper.local.store.StoreProcess;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Where the parts listen, and the commands that they are started with, again and again. */
record Blueprint(
        StackFolder folder,
        int kafka,
        int controller,
        int store,
        int cloud,
        Map<String, String> settings) {
    static final String KEY = "e2b_" + "0".repeat(40);

    private static final int ANSWER_MILLIS = 2_000;

    static Blueprint draw(Map<String, String> settings) {
        return new Blueprint(
                StackFolder.create(),
                Ports.free(),
                Ports.free(),
                Ports.free(),
                Ports.free(),
                settings);
    }

    String bootstrapServers() {
        return "127.0.0.1:" + kafka;
    }

    URI cloudAddress() {
        return URI.create("http://127.0.0.1:" + cloud);
    }

    /** Its folder and port stay, so that it comes back as the same broker. */
    Part brokerPart() throws IOException {
        var arguments =
                List.of(
                        folder.path().resolve("kafka").toString(),
                        Integer.toString(kafka),
                        Integer.toString(controller));
        var command =
                Built.LOCAL.command(BrokerProcess.class.getName(), "256m", arguments, Map.of());
        return new Part("kafka", command, () -> listens(kafka), folder);
    }

    Part storePart() throws IOException {
        var arguments = List.of(Integer.toString(store));
        var command =
                Built.LOCAL.command(StoreProcess.class.getName(), "384m", arguments, Map.of());
        return new Part("mongodb", command, () -> listens(store), folder);
    }

    Part cloudPart() throws IOException {
        var arguments =
                List.of(
                        "--faults",
                        "--port",
                        Integer.toString(cloud),
                        "--data",
                        folder.path().resolve("sandboxes").toString());
        var command =
                Built.SANDBOX_SERVER.command(
                        "io.sandkeeper.sandboxserver.Main", "256m", arguments, e2b());
        return new Part("sandboxes", command, () -> listens(cloud), folder);
    }

    Part workerPart(int number) throws IOException {
        var port = Ports.free();
        var environment = new HashMap<>(e2b());
        environment.put("SANDKEEPER_KAFKA_BOOTSTRAPSERVERS", bootstrapServers());
        environment.put("SANDKEEPER_MONGODB_URI", "mongodb://127.0.0.1:" + store + "/");
        environment.put("SANDKEEPER_FLEET_NAME", "drill");
        environment.put("SANDKEEPER_FLEET_LEASETIME", "3s");
        // Faults that are drawn may strike one session more often than the usual three retries
        // bear.
        environment.put("SANDKEEPER_RETRY_RETRIES", "10");
        // A minute's wait for a probe would prove no more than two seconds do.
        environment.put("SANDKEEPER_ADMISSION_PROBEAFTER", "2s");
        environment.put("SANDKEEPER_ADMISSION_SLOTPROBEAFTER", "2s");
        environment.putAll(settings);
        var command =
                Built.WORKER.command(
                        "io.sandkeeper.worker.WorkerApplication",
                        "384m",
                        List.of("--server.port=" + port),
                        environment);
        return new Part("worker " + number, command, isReady(port), folder);
    }

    private Map<String, String> e2b() {
        var address = cloudAddress().toString();
        return Map.of(
                "E2B_API_URL", address,
                "E2B_SANDBOX_URL", address,
                "E2B_DOMAIN", "localhost:" + cloud,
                "E2B_API_KEY", KEY);
    }

    private static boolean listens(int port) {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static BooleanSupplier isReady(int port) {
        var address = URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness");
        return () -> {
            try {
                var connection = (HttpURLConnection) address.toURL().openConnection();
                connection.setConnectTimeout(ANSWER_MILLIS);
                connection.setReadTimeout(ANSWER_MILLIS);
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } catch (IOException notYet) {
                return false;
            }
        };
    }
}
