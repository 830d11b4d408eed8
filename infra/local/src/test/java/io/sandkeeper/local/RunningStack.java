package io.sandkeeper.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code up} as a process of its own on free ports, without workers. */
final class RunningStack implements AutoCloseable {
    private static final String FOLDER = "Sandkeeper starts in ";

    private final Process launcher;
    private final BufferedReader output;
    private final ServerSocket cloud;
    private final String kafka;
    private final List<String> said = new ArrayList<>();

    private RunningStack(Process launcher, ServerSocket cloud, String kafka) {
        this.launcher = launcher;
        this.output = launcher.inputReader();
        this.cloud = cloud;
        this.kafka = kafka;
    }

    static RunningStack start() throws IOException {
        // The sandbox server is another module's; whatever listens passes for somebody's cloud.
        var cloud = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var kafkaPort = freePort();
        var launcher =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Sandkeeper.class.getName(),
                                "up",
                                "--workers=0",
                                "--partitions=4",
                                "--port-kafka=" + kafkaPort,
                                "--port-mongodb=" + freePort(),
                                "--e2b=http://127.0.0.1:" + cloud.getLocalPort(),
                                "--e2b-key=any")
                        .start();
        var stack = new RunningStack(launcher, cloud, "127.0.0.1:" + kafkaPort);
        stack.readUntil("All in ");
        return stack;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void readUntil(String beginning) throws IOException {
        var line = output.readLine();
        while (line != null) {
            said.add(line);
            if (line.startsWith(beginning)) {
                return;
            }
            line = output.readLine();
        }
        throw new AssertionError("ended too early: " + said + complaints());
    }

    Process launcher() {
        return launcher;
    }

    String kafka() {
        return kafka;
    }

    Path folder() {
        return said.stream()
                .filter(line -> line.startsWith(FOLDER))
                .map(line -> Path.of(line.substring(FOLDER.length())))
                .findFirst()
                .orElseThrow();
    }

    List<ProcessHandle> parts() {
        return launcher.descendants().toList();
    }

    /** All of its output so far; to its end when it has ended. */
    List<String> said() throws IOException {
        while (!launcher.isAlive()) {
            var line = output.readLine();
            if (line == null) {
                break;
            }
            said.add(line);
        }
        return said;
    }

    List<String> complaints() {
        return launcher.errorReader().lines().toList();
    }

    @Override
    public void close() throws IOException {
        launcher.toHandle().destroy();
        launcher.onExit().join();
        cloud.close();
    }
}
