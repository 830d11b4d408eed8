package io.sandkeeper.sandboxserver.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sandkeeper.sandboxserver.RunningServer;
import io.sandkeeper.sandboxserver.ScriptedServer;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The official SDK, unmodified, against a whole server; each of its tests is shown as one here. */
@DisplayName("The official SDK")
class SdkTest {
    @TestFactory
    Stream<DynamicNode> works(@TempDir Path data) throws IOException, InterruptedException {
        var missing = SdkSuite.prepare();
        assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
        var results = resultsFrom(data);
        var files = SdkSuite.files();
        assertThat(results.stream().map(SdkSuite.Result::file).distinct())
                .as("the files that were run")
                .containsExactlyInAnyOrderElementsOf(files);
        return files.stream()
                .map(file -> DynamicContainer.dynamicContainer(file, tests(file, results)));
    }

    private static List<SdkSuite.Result> resultsFrom(Path data)
            throws IOException, InterruptedException {
        try (var outside = new ScriptedServer(SdkTest::echo);
                var server = RunningServer.start(data, "localhost:" + outside.port())) {
            var secret = Files.writeString(data.resolve("secret.txt"), "of the host");
            return SdkSuite.run(
                    Map.of(
                            "E2B_API_KEY", server.key(),
                            "E2B_API_URL", server.url().toString(),
                            "E2B_SANDBOX_URL", server.url().toString(),
                            "E2B_DOMAIN", "localhost:" + server.url().getPort(),
                            "OUTSIDE_URL", "http://localhost:" + outside.port() + "/",
                            "OUTSIDE_FILE", secret.toString(),
                            "OWN_NETWORK", Boolean.toString(server.isolation().network())));
        }
    }

    /** Answers with the head that it got, so that a test sees what arrived outside. */
    private static void echo(ScriptedServer.Peer peer) throws IOException {
        var head = peer.head();
        peer.say(
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(head.length(), head));
    }

    private static Stream<DynamicTest> tests(String file, List<SdkSuite.Result> results) {
        return results.stream()
                .filter(result -> result.file().equals(file))
                .map(result -> DynamicTest.dynamicTest(result.name(), () -> judge(result)));
    }

    private static void judge(SdkSuite.Result result) {
        switch (result.outcome()) {
            case "passed" -> {}
            case "skipped" -> assumeTrue(false, "skipped: " + result.reason());
            default -> Assertions.fail(result.error());
        }
    }
}
