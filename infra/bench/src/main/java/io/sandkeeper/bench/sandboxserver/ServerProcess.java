package io.sandkeeper.bench.sandboxserver;

import io.sandkeeper.bench.Host;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The server in a process of its own, with the options that its launcher gives it. */
final class ServerProcess implements AutoCloseable {
    private static final Pattern VARIABLE =
            Pattern.compile("(E2B_API_URL|E2B_API_KEY)=[\"']?([^\\s\"']+)");

    private final Process process;
    private final URI url;
    private final String key;
    private final Duration started;

    private ServerProcess(Process process, URI url, String key, Duration started) {
        this.process = process;
        this.url = url;
        this.key = key;
        this.started = started;
    }

    static ServerProcess start(Path data) throws IOException {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xss512k",
                                "-Xmx192m",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "io.sandkeeper.sandboxserver.Main",
                                "--port",
                                "0",
                                "--data",
                                data.toString()));
        long start = System.nanoTime();
        var process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var banner = process.inputReader();
        var url = "";
        var key = "";
        while (url.isEmpty() || key.isEmpty()) {
            var line = banner.readLine();
            if (line == null) {
                throw new IOException("the server ended before it was ready");
            }
            var variable = VARIABLE.matcher(line);
            while (variable.find()) {
                if (variable.group(1).equals("E2B_API_URL")) {
                    url = variable.group(2);
                } else {
                    key = variable.group(2);
                }
            }
        }
        var started = Duration.ofNanos(System.nanoTime() - start);
        Thread.ofPlatform().daemon().start(() -> drain(banner));
        return new ServerProcess(process, URI.create(url), key, started);
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

    URI url() {
        return url;
    }

    String key() {
        return key;
    }

    Duration started() {
        return started;
    }

    /** The memory that this process alone holds; those of its sandboxes count for themselves. */
    double residentMiB() {
        return Host.kibibytes(Host.field("/proc/" + process.pid() + "/status", "VmRSS", "0 kB"))
                / 1024.0;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("the server did not stop within 30 s");
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
