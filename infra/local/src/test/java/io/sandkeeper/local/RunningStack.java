package io.sandkeeper.local;

import io.sandkeeper.local.stack.Ports;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code up} as a process of its own on free ports. */
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

    /** Without worker and sandbox server, which are other modules'. */
    static RunningStack ofThisModule() throws IOException {
        // Whatever listens passes for somebody's cloud.
        var cloud = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        return start(
                cloud,
                "--workers=0",
                "--e2b=http://127.0.0.1:" + cloud.getLocalPort(),
                "--e2b-key=any");
    }

    private static RunningStack start(ServerSocket cloud, String... options) throws IOException {
        var kafkaPort = Ports.free();
        var line = new ArrayList<String>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        line.add("--enable-native-access=ALL-UNNAMED");
        line.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=off");
        line.add("-Dsandkeeper.home=" + home());
        line.addAll(List.of("-cp", System.getProperty("java.class.path")));
        line.addAll(List.of(Sandkeeper.class.getName(), "up", "--partitions=4"));
        line.add("--port-kafka=" + kafkaPort);
        line.add("--port-mongodb=" + Ports.free());
        line.addAll(List.of(options));
        var launcher = new ProcessBuilder(line).start();
        var stack = new RunningStack(launcher, cloud, "127.0.0.1:" + kafkaPort);
        stack.readUntil("All in ");
        return stack;
    }

    static Path home() {
        return Stream.of("../..", ".")
                .map(Path::of)
                .filter(folder -> Files.isRegularFile(folder.resolve("sandkeeper")))
                .map(Path::toAbsolutePath)
                .map(Path::normalize)
                .findFirst()
                .orElseThrow();
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
