package io.sandkeeper.bench.stage;

import tools.jackson.databind.json.JsonMapper;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sandbox server in a process of its own, with its fault switchboard. */
public final class CloudProcess implements AutoCloseable {
    private static final Pattern EXPORT = Pattern.compile("export (E2B_\\w+)=\"?([^\"\\s]+)\"?");
    private static final String MAIN = "io.sandkeeper.sandboxserver.Main";

    private final Process process;
    private final Path data;
    private final Map<String, String> exports;
    private final HttpClient http = HttpClient.newHttpClient();

    private CloudProcess(Process process, Path data, Map<String, String> exports) {
        this.process = process;
        this.data = data;
        this.exports = Map.copyOf(exports);
    }

    public static CloudProcess start(int mostSandboxes) throws IOException {
        return start(mostSandboxes, Files.createTempDirectory("sandkeeper-bench"));
    }

    /**
     * @param data where sandboxes' files are kept; it goes with the process
     */
    public static CloudProcess start(int mostSandboxes, Path data) throws IOException {
        var words =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xss512k",
                        "-Xmx1g",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MAIN,
                        "--port",
                        "0",
                        "--data",
                        data.toString(),
                        "--max-sandboxes",
                        Integer.toString(mostSandboxes),
                        "--faults",
                        "--exit-with-parent");
        var process =
                new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var output = process.inputReader();
        var exports = new HashMap<String, String>();
        for (var line = output.readLine(); ; line = output.readLine()) {
            if (line == null) {
                throw new IOException("the sandbox server ended before it was ready");
            }
            if (line.strip().equals("ready")) {
                break;
            }
            var export = EXPORT.matcher(line);
            if (export.find()) {
                exports.put(export.group(1), export.group(2));
            }
        }
        Thread.ofPlatform().daemon().start(() -> drain(output));
        return new CloudProcess(process, data, exports);
    }

    private static void drain(BufferedReader output) {
        try {
            while (output.readLine() != null) {
                // A full pipe would stop the server.
            }
        } catch (IOException _) {
            // It has ended.
        }
    }

    public URI url() {
        return URI.create(export("E2B_API_URL"));
    }

    public String key() {
        return export("E2B_API_KEY");
    }

    /** Where a sandbox's own files are on this machine. */
    public Path files(String sandbox) {
        return data.resolve("sandboxes").resolve(sandbox);
    }

    private String export(String name) {
        return Objects.requireNonNull(exports.get(name), name);
    }

    /** From now on these faults are drawn, and no others. */
    public void faults(Map<String, Object> rules) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(url().resolve("/_faults"))
                        .header("X-API-Key", key())
                        .PUT(
                                HttpRequest.BodyPublishers.ofByteArray(
                                        JsonMapper.shared().writeValueAsBytes(rules)))
                        .build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("the fault switchboard answered " + answer.body());
        }
    }

    /** Answers everything again. */
    public void clear() throws IOException, InterruptedException {
        faults(Map.of("seed", 0, "rules", List.of()));
    }

    @Override
    public void close() throws IOException {
        http.close();
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(data)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
