package io.sandkeeper.sandboxserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

@DisplayName("The command")
@Timeout(60)
class CommandTest {
    private final List<Process> started = new ArrayList<>();

    /** How long the start command of this test's template sleeps: a number that nobody else has. */
    private final String nap = "8" + ThreadLocalRandom.current().nextInt(100_000, 999_999) + ".5";

    private record Running(Process process, List<String> banner) {
        String said(String name) {
            return banner.stream()
                    .filter(line -> line.contains(name + "="))
                    .map(line -> line.substring(line.indexOf('=') + 1))
                    .findFirst()
                    .orElseThrow();
        }

        Client client() {
            return new Client(URI.create(said("E2B_API_URL")), said("E2B_API_KEY"));
        }
    }

    @AfterEach
    void endAll() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    private Process command(Path temporary, String... options) throws IOException {
        var words = new ArrayList<String>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.add("-XX:+UseSerialGC");
        words.add("-XX:TieredStopAtLevel=1");
        words.add("--enable-native-access=ALL-UNNAMED");
        words.add("-Djava.io.tmpdir=" + temporary);
        words.add("-cp");
        words.add(System.getProperty("java.class.path"));
        words.add(Main.class.getName());
        words.addAll(List.of(options));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        started.add(process);
        return process;
    }

    private Running running(Path temporary, String... options) throws IOException {
        Process process = command(temporary, options);
        var banner = new ArrayList<String>();
        var out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            banner.add(line);
            if (line.equals("ready")) {
                return new Running(process, banner);
            }
        }
        throw new AssertionError("not ready: " + banner);
    }

    private Path napping(Path folder) throws IOException {
        Path templates = folder.resolve("templates");
        Path template = Files.createDirectories(templates.resolve("napping"));
        Files.writeString(
                template.resolve("template.json"),
                "{\"startCommand\":\"exec sleep %s\"}".formatted(nap));
        return templates;
    }

    private boolean naps() throws IOException {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes.anyMatch(this::isNap);
        }
    }

    private boolean isNap(Path process) {
        try {
            return Files.readString(process.resolve("cmdline")).equals("sleep\0" + nap + "\0");
        } catch (IOException gone) {
            return false;
        }
    }

    private void awaitNap() throws IOException {
        while (!naps()) {
            Thread.onSpinWait();
        }
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !entry.endsWith("templates")).toList();
        }
    }

    @Test
    @DisplayName("says what to set, and leaves nothing when it is told to end")
    void leavesNothing(@TempDir Path temporary) throws Exception {
        Running server =
                running(temporary, "--port", "0", "--templates", napping(temporary).toString());
        assertThat(server.said("E2B_SANDBOX_URL")).isEqualTo(server.said("E2B_API_URL"));
        assertThat(server.said("E2B_DOMAIN")).startsWith("localhost:");
        assertThat(server.banner()).anyMatch(line -> line.startsWith("isolation: files "));
        try (Client client = server.client()) {
            client.create("{\"templateID\":\"napping\"}");
        }
        awaitNap();

        server.process().destroy();

        assertThat(server.process().waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(naps()).isFalse();
        assertThat(entries(temporary)).isEmpty();
    }

    @Test
    @DisplayName("cleans up after one that was killed")
    void cleansUp(@TempDir Path temporary) throws Exception {
        Path data = temporary.resolve("data");
        String templates = napping(temporary).toString();
        Running killed =
                running(
                        temporary,
                        "--port",
                        "0",
                        "--data",
                        data.toString(),
                        "--templates",
                        templates);
        try (Client client = killed.client()) {
            client.create("{\"templateID\":\"napping\"}");
        }
        awaitNap();
        killed.process().destroyForcibly().waitFor();

        Running next = running(temporary, "--port", "0", "--data", data.toString());

        assertThat(naps()).isFalse();
        assertThat(entries(data.resolve("sandboxes"))).isEmpty();
        try (Client client = next.client()) {
            assertThat(client.get("/v2/sandboxes").json()).isEmpty();
        }
    }

    @Test
    @DisplayName("says in a line that its port is taken, or what it does not understand")
    void saysWhatIsWrong(@TempDir Path temporary) throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            Process process = command(temporary, "--port", port);

            assertThat(process.waitFor()).isEqualTo(2);
            assertThat(process.inputReader().readAllLines())
                    .containsExactly(
                            "port " + port + " on 127.0.0.1 is taken; choose another with --port");
        }
        Process misused = command(temporary, "--prot", "1");
        assertThat(misused.waitFor()).isEqualTo(2);
        assertThat(misused.inputReader().readLine()).isEqualTo("unknown option: --prot");
    }

    @Test
    @DisplayName("ends with the one that started it, if asked to")
    void endsWithParent(@TempDir Path temporary) throws Exception {
        Running server = running(temporary, "--port", "0", "--exit-with-parent");

        server.process().getOutputStream().close();

        assertThat(server.process().waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(entries(temporary)).isEmpty();
    }
}
