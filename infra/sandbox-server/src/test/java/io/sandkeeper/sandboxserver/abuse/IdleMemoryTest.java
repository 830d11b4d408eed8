package io.sandkeeper.sandboxserver.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.sandboxserver.abuse.Client.Box;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** In a process of its own, as its launcher starts it: only so does its memory mean anything. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class IdleMemoryTest {
    private static final int SANDBOXES = 500;
    private static final int MOST_KIB = 300 * 1024;

    @Test
    void five_hundred_idle_sandboxes_stay_below_300_MiB(@TempDir Path data) throws Exception {
        var server =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx160m",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "io.sandkeeper.sandboxserver.Main",
                                "--port",
                                "0",
                                "--data",
                                data.resolve("server").toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try {
            var banner = Banner.read(server);
            try (var client = new Client(banner.url(), banner.key())) {
                create(client);

                assertThat(residentKib(server.pid())).isLessThan(MOST_KIB);
                assertThat(client.list()).as("a page of them").hasSize(100);
            }
        } finally {
            server.destroy();
            assertThat(server.waitFor(60, TimeUnit.SECONDS)).as("it stops").isTrue();
        }
        assertThat(server.descendants()).as("nothing is left").isEmpty();
    }

    private static void create(Client client) throws Exception {
        try (var creators = Executors.newFixedThreadPool(4)) {
            var all = new ArrayList<Future<Box>>();
            for (int i = 0; i < SANDBOXES; i++) {
                all.add(creators.submit(client::create));
            }
            for (var one : all) {
                assertThat(one.get().id()).startsWith("i");
            }
        }
    }

    private static int residentKib(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElseThrow();
    }

    private record Banner(URI url, String key) {
        static Banner read(Process server) throws IOException {
            var url = "";
            var key = "";
            var lines = server.inputReader();
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                url = line.contains("E2B_API_URL=") ? line.replaceAll(".*E2B_API_URL=", "") : url;
                key = line.contains("E2B_API_KEY=") ? line.replaceAll(".*E2B_API_KEY=", "") : key;
                if (line.strip().equals("ready")) {
                    return new Banner(URI.create(url), key);
                }
            }
            throw new IOException("it ended before it was ready");
        }
    }
}
